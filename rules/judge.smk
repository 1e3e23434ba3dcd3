# Tables and claims to verdicts.


rule verdicts:
    input:
        SWEEP.safety_table(),
        works=OUT / "works.csv",
        samples=OUT / "samples.parquet",
        limits=OUT / "limits.csv",
        run=OUT / "run.json",
        claims="config/claims.yaml",
    output:
        report(
            OUT / "verdicts.json",
            caption="../report/captions/verdicts.rst",
            category="Data",
            labels={"what": "verdicts with all readings"},
        ),
    log:
        OUT / "logs/verdicts.log",
    conda:
        "../environment.yml"
    params:
        safety=OUT / "safety.csv",
    shell:
        "run_module judge --samples {input.samples} --limits {input.limits} --works {input.works} --run {input.run}"
        " --safety {params.safety} --claims {input.claims} --out {output} 2> {log}"
