# From a sweep to judged claims: plan -> measure -> blocks -> samples -> verdicts -> figures -> report.
import glob
import sys

sys.path.insert(0, f"{workflow.basedir}/scripts")
import probing
import sweep
import unlock


configfile: "config/config.yaml"


report: "report/workflow.rst"


SWEEP = sweep.load(config, ["config/config.yaml", *workflow.overwrite_configfiles])
OUT = SWEEP.out
shell.prefix(sweep.shell_prefix(workflow.basedir))
sweep.calm()


onstart:
    unlock.claim(None if workflow.local_exec else OUT)
    print(probing.opening(SWEEP, workflow.dag_settings.targets))
    if not workflow.local_exec:
        print(SWEEP.job_size())


onsuccess:
    print(probing.closing(OUT, workflow.dag_settings.targets) or sweep.closing(OUT))


onerror:
    print(sweep.complaints(log[0]))


rule all:
    input:
        OUT / "report.html",
        OUT / "paper.pdf",


# One process tree under the interpreter on trial, alone on the machine. A cell writes its failures as rows itself;
# when it is killed from outside, the second command does.
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
        "environment.yml"
    threads: workflow.cores
    params:
        measure=SWEEP.command,
    shell:
        "on_trial {params.measure} {output} $PPID 2> {log} || on_trial {params.measure} {output} $PPID $? 2>> {log}"


rule block:
    input:
        lambda wildcards: SWEEP.raw(wildcards.block, checkpoints),
    output:
        OUT / "blocks/{block}.parquet",
    log:
        OUT / "logs/blocks/{block}.log",
    conda:
        "environment.yml"
    params:
        digests=SWEEP.quoted_digests(),
        plan=OUT / "plan.csv",
        raw=OUT / "raw",
    shell:  # the files' names are those of the plan: thousands of them would be too long for a command line
        "analyse collect block --digests {params.digests} --plan {params.plan} --raw {params.raw}"
        " --block {wildcards.block} {output} 2> {log}"


rule limit:
    input:
        SWEEP.limit_needs,
    output:
        OUT / "limits/{interpreter}/{backend}-{mode}.csv",
    log:
        OUT / "logs/limits/{interpreter}/{backend}-{mode}.log",
    conda:
        "environment.yml"
    threads: workflow.cores
    params:
        measure=SWEEP.limit_command,
    shell:
        "on_trial {params.measure} {output} $PPID 2> {log}"


# Reached only when the configuration asks for a precision: how many blocks each set of cells needs.
checkpoint precision:
    input:
        blocks=SWEEP.parts(SWEEP.blocks),
        plan=OUT / "plan.csv",
        run=OUT / "run.json",
        claims="config/claims.yaml",
    output:
        OUT / "precision.json",
    log:
        OUT / "logs/precision.log",
    conda:
        "environment.yml"
    shell:
        "analyse precision --plan {input.plan} --run {input.run} --claims {input.claims} {output} {input.blocks} 2> {log}"


rule samples:
    input:
        blocks=lambda _: SWEEP.tables(checkpoints),
        plan=OUT / "plan.csv",
    output:
        samples=OUT / "samples.parquet",
        summary=report(
            OUT / "summary.csv",
            caption="report/captions/summary.rst",
            category="Data",
            labels={"what": "every condition with its interval"},
        ),
    log:
        OUT / "logs/samples.log",
    conda:
        "environment.yml"
    shell:
        "analyse collect samples --plan {input.plan} --summary {output.summary} {output.samples} {input.blocks} 2> {log}"


rule limits:
    input:
        SWEEP.limit_files(),
    output:
        OUT / "limits.csv",
    log:
        OUT / "logs/limits.log",
    conda:
        "environment.yml"
    shell:
        "analyse collect limits {output} {input} 2> {log}"


# Checks of what works, each in a fresh process: nothing is timed, so they may run side by side.
rule works:
    output:
        OUT / "works/{interpreter}.jsonl",
    log:
        OUT / "logs/works/{interpreter}.log",
    conda:
        "environment.yml"
    params:
        python=SWEEP.path,
    shell:
        "on_trial {params.python} -s -m works {output} {wildcards.interpreter} 2> {log}"


rule checks:
    input:
        SWEEP.work_files(),
    output:
        OUT / "works.csv",
    log:
        OUT / "logs/works.log",
    conda:
        "environment.yml"
    shell:
        "analyse collect works {output} {input} 2> {log}"


# Every probe of a backend, each in a fresh process and a private place. Nothing is timed here either.
rule probe:
    input:
        probing.backend,
    output:
        OUT / "safety/{interpreter}/{backend}.jsonl",
    log:
        OUT / "logs/safety/{interpreter}/{backend}.log",
    conda:
        "environment.yml"
    params:
        python=SWEEP.path,
    shell:
        "on_trial {params.python} -s -m safety {output} {wildcards.interpreter} {wildcards.backend} 2> {log}"


rule safety:
    input:
        rows=probing.files(SWEEP),
        rules="config/safety.yaml",
    output:
        OUT / "safety.csv",
    log:
        OUT / "logs/safety.log",
    conda:
        "environment.yml"
    shell:
        "analyse collect safety --rules {input.rules} {output} {input.rows} 2> {log}"


rule verdicts:
    input:
        probing.table(SWEEP),
        works=OUT / "works.csv",
        samples=OUT / "samples.parquet",
        limits=OUT / "limits.csv",
        run=OUT / "run.json",
        claims="config/claims.yaml",
    output:
        report(
            OUT / "verdicts.json",
            caption="report/captions/verdicts.rst",
            category="Data",
            labels={"what": "verdicts with all readings"},
        ),
    log:
        OUT / "logs/verdicts.log",
    conda:
        "environment.yml"
    params:
        safety=OUT / "safety.csv",
    shell:
        "analyse claims --samples {input.samples} --limits {input.limits} --works {input.works} --run {input.run}"
        " --safety {params.safety} --claims {input.claims} --out {output} 2> {log}"


rule figures:
    input:
        samples=OUT / "samples.parquet",
        verdicts=OUT / "verdicts.json",
    output:
        report(
            directory(OUT / "figures"),
            patterns=["{figure}.svg"],
            caption="report/captions/figure.rst",
            category="Figures",
            labels={"what": "{figure}"},
        ),
    log:
        OUT / "logs/figures.log",
    conda:
        "environment.yml"
    shell:
        "analyse figures --samples {input.samples} --verdicts {input.verdicts} --out {output} 2> {log}"


rule report:
    input:
        summary=OUT / "summary.csv",
        verdicts=OUT / "verdicts.json",
        works=OUT / "works.csv",
        limits=OUT / "limits.csv",
        figures=OUT / "figures",
        crosscheck=SWEEP.made("crosscheck.csv"),
        safety=probing.table(SWEEP),
        style="report/style.css",
        script="report/picker.js",
        texts=[*glob.glob("report/**/*.j2", recursive=True), "report/references.yml"],
        template="report/report.html.j2",
    output:
        html=report(OUT / "report.html", caption="report/captions/page.rst", category="Report", labels={"what": "page"}),
        text=OUT / "verdicts.txt",
    log:
        OUT / "logs/report.log",
    conda:
        "environment.yml"
    params:
        crosscheck=OUT / "crosscheck.csv",
        safety=OUT / "safety.csv",
    shell:
        "analyse report --summary {input.summary} --verdicts {input.verdicts} --crosscheck {params.crosscheck}"
        " --works {input.works} --limits {input.limits} --safety {params.safety}"
        " --figures {input.figures} --template {input.template} --html {output.html} --text {output.text} 2> {log}"


rule paper:
    input:
        summary=OUT / "summary.csv",
        verdicts=OUT / "verdicts.json",
        works=OUT / "works.csv",
        limits=OUT / "limits.csv",
        figures=OUT / "figures",
        crosscheck=SWEEP.made("crosscheck.csv"),
        safety=probing.table(SWEEP),
        texts=[*glob.glob("report/**/*.j2", recursive=True), "report/references.yml"],
        template="report/paper.typ.j2",
    output:
        report(OUT / "paper.pdf", caption="report/captions/paper.rst", category="Report", labels={"what": "paper"}),
    log:
        OUT / "logs/paper.log",
    conda:
        "environment.yml"
    params:
        crosscheck=OUT / "crosscheck.csv",
        safety=OUT / "safety.csv",
    shell:
        "analyse paper --summary {input.summary} --verdicts {input.verdicts} --crosscheck {params.crosscheck}"
        " --works {input.works} --limits {input.limits} --figures {input.figures} --template {input.template}"
        " --safety {params.safety} --pdf {output} 2> {log}"


# A cluster's job sits on its node already: what belongs to it runs there and then, with no job step and no Snakemake of
# its own, which would cost more than a cell.
if workflow.remote_exec:
    workflow.localrules(*(rule.name for rule in workflow.rules))
