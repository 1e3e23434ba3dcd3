# Yes/no questions, each in a fresh process: nothing is timed, so they may run side by side.


rule works:
    output:
        OUT / "works/{interpreter}.jsonl",
    log:
        OUT / "logs/works/{interpreter}.log",
    conda:
        "../environment.yml"
    params:
        python=SWEEP.path,
    shell:
        "on_trial {params.python} -s -m checks.article {output} {wildcards.interpreter} 2> {log}"


# All probes of a backend, each in namespaces of its own.
rule probe:
    input:
        targets.probed_file,
    output:
        OUT / "safety/{interpreter}/{backend}.jsonl",
    log:
        OUT / "logs/safety/{interpreter}/{backend}.log",
    conda:
        "../environment.yml"
    params:
        python=SWEEP.path,
    shell:
        "on_trial {params.python} -s -m checks.safety {output} {wildcards.interpreter} {wildcards.backend} 2> {log}"
