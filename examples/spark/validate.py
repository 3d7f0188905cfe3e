"""Validates NDJSON on a Spark cluster, with the report that one machine would give.

Each partition of the input goes through the frontdesk binary on the worker that has it; the
partial reports are merged on the cluster, and the merged report is printed here. A task that
fails is run again by Spark: partial reports are merged by the partition's id, so that one that
arrives twice counts once.

    spark-submit validate.py s3a://bucket/2026/*.ndjson.gz --binary ./frontdesk --schema order.json
"""

import argparse
import os
import subprocess
import sys

from pyspark import SparkFiles
from pyspark.sql import SparkSession
from pyspark.sql.functions import col

# What the binary ends with when it did its work: clean, findings, undecided findings.
DONE = {0, 1, 3}


def main():
    arguments = parse()
    spark = SparkSession.builder.appName("frontdesk validate").getOrCreate()
    judge = Judge(arguments, spark.sparkContext)
    # As bytes: a record that is no UTF-8 must arrive as it is, to be reported as it is. Lines end
    # in a line feed alone, since a carriage return may be white space inside a record.
    lines = spark.read.option("lineSep", "\n").text(arguments.path)
    records = lines.select(col("value").cast("binary")).rdd
    partials = records.mapPartitionsWithIndex(judge.partition)
    merged = partials.treeReduce(judge.merge)
    report = run([arguments.binary, "corpus", "merge", "-", "--format", arguments.format], merged)
    spark.stop()
    sys.stdout.buffer.write(report.stdout)
    return report.returncode


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", help="any path that Spark reads, of NDJSON, plain or packed")
    parser.add_argument("--binary", default="frontdesk", help="the frontdesk binary, for Linux")
    parser.add_argument("--name", default="part", help="what the ids of partitions begin with")
    parser.add_argument("--format", default="human", help="how the merged report is printed")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--schema", help="the records are values of this schema file")
    what.add_argument("--message", help="the records are payloads of this message")
    what.add_argument("--auto", action="store_true", help="find out what each record is")
    what.add_argument("--recordings", action="store_true", help="the records are recordings")
    return parser.parse_args()


class Judge:
    """What a worker needs to judge a partition; it is sent to every worker."""

    def __init__(self, arguments, context):
        context.addFile(arguments.binary)
        self.binary = os.path.basename(arguments.binary)
        self.name = arguments.name
        self.schema = None
        self.options = []
        if arguments.schema:
            context.addFile(arguments.schema)
            self.schema = os.path.basename(arguments.schema)
        elif arguments.message:
            self.options = ["--message", arguments.message]
        elif arguments.auto:
            self.options = ["--auto"]

    def partition(self, index, rows):
        """Gives the partial report of a partition: the same id and bytes, however often it runs."""
        first = next(rows, None)
        if first is None:
            # The report of no record at all is the one that merging begins with.
            yield EMPTY
            return
        options = list(self.options)
        if self.schema:
            options += ["--schema", SparkFiles.get(self.schema)]
        # Spark runs a task on each core already, so that one job each is enough.
        command = [SparkFiles.get(self.binary), "validate", "-", "--jobs", "1"]
        command += ["--partial", f"{self.name}-{index:06}", *options]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            try:
                process.stdin.write(bytes(first[0]) + b"\n")
                for row in rows:
                    process.stdin.write(bytes(row[0]) + b"\n")
                process.stdin.close()
            except BrokenPipeError:
                # It says on standard error why it ended, and its exit code is looked at below.
                pass
            partial = process.stdout.read()
            if process.wait() not in DONE:
                raise RuntimeError(f"{command} ended with {process.returncode}")
        yield partial

    def merge(self, one, other):
        """Merges two partial reports to one."""
        return run([SparkFiles.get(self.binary), "corpus", "merge", "-", "--partial"], one + other).stdout


def run(command, stdin):
    ended = subprocess.run(command, input=stdin, stdout=subprocess.PIPE, check=False)
    if ended.returncode not in DONE:
        raise RuntimeError(f"{command} ended with {ended.returncode}")
    return ended


EMPTY = b'{"partial_report":1,"partitions":{},"findings":[]}\n'

if __name__ == "__main__":
    sys.exit(main())
