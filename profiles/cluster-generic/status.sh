#!/bin/sh
# What has become of Slurm's job number $1: running, success or failed. Slurm forgets a finished job after MinJobAge
# seconds (300 unless the site says otherwise); then its accounting is asked, where there is one.
state=$(scontrol --oneliner show job "$1" 2>/dev/null | sed -n 's/.* JobState=\([A-Z_]*\).*/\1/p')
[ -n "$state" ] || state=$(timeout 20 sacct --allocations --noheader --jobs="$1" --format=State%20 2>/dev/null | awk '{print $1}')
case "$state" in
  COMPLETED) echo success ;;
  PENDING|CONFIGURING|RUNNING|COMPLETING|SUSPENDED|STOPPED|PREEMPTED|REQUEUED|REQUEUE_HOLD|RESIZING|SIGNALING|STAGE_OUT|NODE_FAIL) echo running ;;
  *) echo failed ;;
esac
