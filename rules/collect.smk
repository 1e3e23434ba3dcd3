# Raw files to validated tables.


rule block:
    input:
        lambda wildcards: SWEEP.raw(wildcards.block, checkpoints),
    output:
        OUT / "blocks/{block}.parquet",
    log:
        OUT / "logs/blocks/{block}.log",
    conda:
        "../environment.yml"
    params:
        digests=commands.quoted_digests(SWEEP),
        plan=RUN.plan,
        raw=OUT / "raw",
    shell:  # the files' names are those of the plan: thousands of them would be too long for a command line
        "run_module collect block --digests {params.digests} --plan {params.plan} --raw {params.raw}"
        " --block {wildcards.block} {output} 2> {log}"


# Reached only when the configuration has a budget: how many blocks each set of cells gets of what is left of it.
checkpoint budget:
    input:
        blocks=SWEEP.parts(SWEEP.blocks),
        plan=RUN.plan,
        run=RUN.run,
        claims=config["claims"][0],
    output:
        RUN.budget,
    log:
        OUT / "logs/budget.log",
    conda:
        "../environment.yml"
    params:
        seconds=budget.seconds(config),
        first=budget.FIRST,
        most=budget.MOST,
    shell:
        "run_module judge.budget --plan {input.plan} --run {input.run} --claims {input.claims} --seconds {params.seconds}"
        " --first {params.first} --most {params.most} {output} {input.blocks} 2> {log}"


rule samples:
    input:
        blocks=lambda _: SWEEP.tables(checkpoints),
        plan=RUN.plan,
    output:
        samples=RUN.samples,
        summary=report(
            RUN.summary,
            caption="../report/captions/summary.rst",
            category="Data",
            labels={"what": "every condition with its interval"},
        ),
    log:
        OUT / "logs/samples.log",
    conda:
        "../environment.yml"
    shell:
        "run_module collect samples --plan {input.plan} --summary {output.summary} {output.samples} {input.blocks} 2> {log}"


rule limits:
    input:
        SWEEP.limit_files(),
    output:
        RUN.limits,
    log:
        OUT / "logs/limits.log",
    conda:
        "../environment.yml"
    shell:
        "run_module collect limits {output} {input} 2> {log}"


rule checks:
    input:
        SWEEP.work_files(),
    output:
        RUN.works,
    log:
        OUT / "logs/works.log",
    conda:
        "../environment.yml"
    shell:
        "run_module collect works {output} {input} 2> {log}"


rule safety:
    input:
        rows=SWEEP.probe_files(),
        rules="config/safety.yaml",
    output:
        RUN.safety,
    log:
        OUT / "logs/safety.log",
    conda:
        "../environment.yml"
    shell:
        "run_module collect safety --rules {input.rules} {output} {input.rows} 2> {log}"
