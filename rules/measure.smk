# One process tree each, alone on the machine, under the interpreter on trial.


# A cell writes its failures as rows itself; when it is killed from outside, the second command does.
rule cell:
    output:
        OUT / "raw/{block}/{interpreter}/{backend}/{payload}-{size}-{processes}.csv",
    log:
        OUT / "logs/raw/{block}/{interpreter}/{backend}/{payload}-{size}-{processes}.log",
    wildcard_constraints:  # workers with a placement are told by a suffix: 4-compact
        payload="[a-z_]+",
        size=r"\d+",
        processes=r"\d+(-[a-z]+)?",
    priority: SWEEP.priority
    conda:
        "../environment.yml"
    threads: workflow.cores
    params:
        measure=lambda wildcards: commands.cell(SWEEP, wildcards),
    shell:
        "on_trial {params.measure} {output} $PPID 2> {log} || on_trial {params.measure} {output} $PPID $? 2>> {log}"


rule limit:
    input:
        SWEEP.limit_needs,
    output:
        OUT / "limits/{interpreter}/{backend}-{mode}.csv",
    log:
        OUT / "logs/limits/{interpreter}/{backend}-{mode}.log",
    conda:
        "../environment.yml"
    threads: workflow.cores
    params:
        measure=lambda wildcards: commands.limit(SWEEP, wildcards),
    shell:
        "on_trial {params.measure} {output} $PPID 2> {log}"
