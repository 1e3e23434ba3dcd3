# Tables and claims to verdicts. A step reads and writes the files of the run's folder by their names (RunFolder).


rule verdicts:
    input:
        SWEEP.safety_table(),
        SWEEP.budget_told(),
        works=RUN.works,
        samples=RUN.samples,
        limits=RUN.limits,
        run=RUN.run,
        claims=config["claims"],
        workloads="config/workloads.yaml",
    output:
        SWEEP.budget_table(),
        report(
            RUN.verdicts,
            caption="../report/captions/verdicts.rst",
            category="Data",
            labels={"what": "verdicts with all readings"},
        ),
    log:
        OUT / "logs/verdicts.log",
    conda:
        "../environment.yml"
    params:
        folder=OUT,
    shell:
        "run_module judge {params.folder:q} {input.claims} --workloads {input.workloads} 2> {log}"
