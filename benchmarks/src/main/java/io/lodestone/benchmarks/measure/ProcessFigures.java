package io.lodestone.benchmarks.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system knows of this process. Absent (NaN) where it is not Linux. */
public final class ProcessFigures {
  private ProcessFigures() {}

  /** The largest resident memory so far, in MiB: heap, mapped files and all. */
  public static double peakResidentMebibytes() {
    return number("/proc/self/status", "VmHWM:") / 1024;
  }

  /** Resident memory now, in MiB. */
  public static double residentMebibytes() {
    return number("/proc/self/status", "VmRSS:") / 1024;
  }

  /** Bytes that this process has caused to be written to the disk so far. */
  public static double writtenBytes() {
    return number("/proc/self/io", "write_bytes:");
  }

  /** Processor time of all threads so far, in seconds. */
  public static double cpuSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  /** Bytes of heap allocated by all threads so far. */
  public static double allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getTotalThreadAllocatedBytes();
  }

  private static double number(String file, String label) {
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        if (line.startsWith(label)) {
          return Double.parseDouble(line.substring(label.length()).strip().split(" ")[0]);
        }
      }
    } catch (IOException e) {
      return Double.NaN;
    }
    return Double.NaN;
  }
}
