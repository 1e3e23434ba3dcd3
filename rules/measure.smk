# One process tree each, one of them at work at a time, under the interpreter on trial.


# Its cells write their failures as rows themselves; of one that is killed from outside, the set does.
rule cell_set:
    output:
        directory(OUT / "raw/{block}/{interpreter}/{set}"),
    log:
        OUT / "logs/raw/{block}/{interpreter}/{set}.log",
    priority: SWEEP.priority
    conda:
        "../environment.yml"
    threads: workflow.cores
    params:
        measure=lambda wildcards: commands.cell_set(SWEEP, wildcards),
    shell:
        "on_trial {params.measure} {output} $PPID 2> {log}"


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
