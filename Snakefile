# From a sweep to judged claims: plan -> measure -> collect -> judge -> render, a file of rules for each step.
import sys

sys.path.insert(0, f"{workflow.basedir}/scripts")
from collect import safety_rules
from judge import claims
from judge.workloads import entries
from sweep import budget, cluster, commands, messages, progress, recovery, snakemake_patches, targets


configfile: "config/config.yaml"


report: "report/workflow.rst"


claims.check_or_exit(config.get("claims"))
safety_rules.check_or_exit("config/safety.yaml")
entries.check_or_exit("config/workloads.yaml")
DRY = workflow.output_settings.dryrun
SWEEP = targets.load(config, ["config/config.yaml", *workflow.overwrite_configfiles], DRY)
RUN, OUT = SWEEP.run, SWEEP.out
# A cluster's job measures by the sources that the run began with, or not at all.
CODE = (workflow.remote_exec and recovery.recorded_owner().get("code")) or commands.code(workflow.basedir)
shell.prefix(commands.shell_prefix(workflow.basedir, CODE))
snakemake_patches.disable_rate_limiter()
snakemake_patches.name_user()
if DRY:
    messages.announce_dry_run(SWEEP, sys.argv)
FAILED = cluster.listen()
PROGRESS = progress.listen(SWEEP)


onstart:
    if fault := cluster.accounting_fault(workflow.executor_settings):
        sys.exit(fault)
    recovery.record_owner(None if workflow.local_exec else OUT, CODE)
    messages.announce(SWEEP, workflow.dag_settings.targets, workflow.local_exec)
    if set(workflow.dag_settings.targets) != messages.SAFETY_ALONE:
        PROGRESS.start()


onsuccess:
    PROGRESS.stop()
    print(messages.closing(SWEEP, workflow.dag_settings.targets))


onerror:
    PROGRESS.stop()
    print(messages.failed_job_logs(log[0], *FAILED.logs))


rule all:
    input:
        RUN.page,
        RUN.paper,


if not RUN.plan.exists():  # for a dry run, which writes none

    rule plan:
        output:
            RUN.plan,
            RUN.run,


include: "rules/measure.smk"
include: "rules/checks.smk"
include: "rules/collect.smk"
include: "rules/judge.smk"
include: "rules/render.smk"


# A cluster's job sits on its node already: what belongs to it runs there and then, with no job step and no Snakemake of
# its own, which would cost more than a cell.
if workflow.remote_exec:
    workflow.localrules(*(rule.name for rule in workflow.rules))
