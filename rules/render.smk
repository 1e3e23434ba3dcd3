# Verdicts and tables to figures, page and paper.
import glob

# What the page and the paper are both made from.
RENDERED = [RUN.summary, RUN.verdicts, RUN.works, RUN.limits, RUN.figures, *SWEEP.if_exists("crosscheck.csv")]
RENDERED += [*SWEEP.safety_table(), *glob.glob("report/prose/*"), "report/references.yml"]


rule figures:
    input:
        samples=RUN.samples,
        verdicts=RUN.verdicts,
    output:
        report(
            directory(RUN.figures),
            patterns=["{figure}.svg"],
            caption="../report/captions/figure.rst",
            category="Figures",
            labels={"what": "{figure}"},
        ),
    log:
        OUT / "logs/figures.log",
    conda:
        "../environment.yml"
    threads: workflow.cores
    params:
        folder=OUT,
    shell:
        "run_module render.figures {params.folder:q} --cores {threads} 2> {log}"


rule report:
    input:
        RENDERED,
        page=glob.glob("report/html/*"),
    output:
        html=report(RUN.page, caption="../report/captions/page.rst", category="Report", labels={"what": "page"}),
        chinese=RUN.chinese_page,
        text=RUN.text,
    log:
        OUT / "logs/report.log",
    conda:
        "../environment.yml"
    params:
        folder=OUT,
    shell:
        "run_module render.html {params.folder:q} 2> {log}"


rule paper:
    input:
        RENDERED,
        paper=glob.glob("report/paper/*"),
    output:
        report(RUN.paper, caption="../report/captions/paper.rst", category="Report", labels={"what": "paper"}),
    log:
        OUT / "logs/paper.log",
    conda:
        "../environment.yml"
    params:
        folder=OUT,
    shell:
        "run_module render.pdf {params.folder:q} 2> {log}"
