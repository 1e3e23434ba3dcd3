# Verdicts and tables to figures, page and paper.
import glob


rule figures:
    input:
        samples=OUT / "samples.parquet",
        verdicts=OUT / "verdicts.json",
    output:
        report(
            directory(OUT / "figures"),
            patterns=["{figure}.svg"],
            caption="../report/captions/figure.rst",
            category="Figures",
            labels={"what": "{figure}"},
        ),
    log:
        OUT / "logs/figures.log",
    conda:
        "../environment.yml"
    shell:
        "run_module render.figures --samples {input.samples} --verdicts {input.verdicts} --out {output} 2> {log}"


rule report:
    input:
        summary=OUT / "summary.csv",
        verdicts=OUT / "verdicts.json",
        works=OUT / "works.csv",
        limits=OUT / "limits.csv",
        figures=OUT / "figures",
        crosscheck=SWEEP.if_exists("crosscheck.csv"),
        safety=SWEEP.safety_table(),
        style="report/html/style.css",
        script="report/html/explorer.js",
        texts=[*glob.glob("report/**/*.j2", recursive=True), "report/references.yml"],
        template="report/html/report.html.j2",
    output:
        html=report(
            OUT / "report.html", caption="../report/captions/page.rst", category="Report", labels={"what": "page"}
        ),
        text=OUT / "verdicts.txt",
    log:
        OUT / "logs/report.log",
    conda:
        "../environment.yml"
    params:
        crosscheck=OUT / "crosscheck.csv",
        safety=OUT / "safety.csv",
    shell:
        "run_module render.html --summary {input.summary} --verdicts {input.verdicts} --crosscheck {params.crosscheck}"
        " --works {input.works} --limits {input.limits} --safety {params.safety}"
        " --figures {input.figures} --template {input.template} --html {output.html} --text {output.text} 2> {log}"


rule paper:
    input:
        summary=OUT / "summary.csv",
        verdicts=OUT / "verdicts.json",
        works=OUT / "works.csv",
        limits=OUT / "limits.csv",
        figures=OUT / "figures",
        crosscheck=SWEEP.if_exists("crosscheck.csv"),
        safety=SWEEP.safety_table(),
        texts=[*glob.glob("report/**/*.j2", recursive=True), "report/references.yml"],
        template="report/paper/paper.typ.j2",
    output:
        report(OUT / "paper.pdf", caption="../report/captions/paper.rst", category="Report", labels={"what": "paper"}),
    log:
        OUT / "logs/paper.log",
    conda:
        "../environment.yml"
    params:
        crosscheck=OUT / "crosscheck.csv",
        safety=OUT / "safety.csv",
    shell:
        "run_module render.pdf --summary {input.summary} --verdicts {input.verdicts} --crosscheck {params.crosscheck}"
        " --works {input.works} --limits {input.limits} --figures {input.figures} --template {input.template}"
        " --safety {params.safety} --pdf {output} 2> {log}"
