package io.lodestone.testkit.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What all directories and handles of one simulated disk share. Its monitor guards everything on
 * it.
 */
final class SimulatedDisk {
  final int sectorBytes;
  final List<DirectoryNode> directories = new ArrayList<>();
  final Set<FileNode> locked = new HashSet<>();

  /** Counts crashes; handles of an earlier generation are dead. */
  private int generation;

  /** What an unlimited disk has; sums with it do not overflow. */
  private static final long UNLIMITED = 1L << 60;

  private long capacity = UNLIMITED;

  SimulatedDisk(int sectorBytes) {
    this.sectorBytes = sectorBytes;
  }

  int generation() {
    return generation;
  }

  void requireAlive(int handle) throws IOException {
    if (handle != generation) {
      throw new IOException("the machine has crashed since this was opened");
    }
  }

  void limit(long bytes) {
    capacity = bytes;
  }

  long freeBytes() {
    return capacity == UNLIMITED ? UNLIMITED : Math.max(0, capacity - usedBytes());
  }

  long totalBytes() {
    return capacity;
  }

  private long usedBytes() {
    long used = 0;
    for (DirectoryNode directory : directories) {
      used += directory.fileBytes();
    }
    return used;
  }

  void die() {
    generation++;
    locked.clear();
  }

  /** Leaves what the power cut leaves. */
  void losePower(SplittableRandom random) {
    die();
    for (DirectoryNode directory : directories) {
      directory.chooseSurvivors(random);
    }
    boolean moved = true;
    while (moved) {
      moved = false;
      for (DirectoryNode directory : directories) {
        moved |= directory.keepWhatHasNotArrived();
      }
    }
    for (DirectoryNode directory : directories) {
      directory.fallBack();
    }
    directories.removeIf(directory -> !directory.isReachable());
    for (DirectoryNode directory : directories) {
      directory.tearFiles(random, sectorBytes);
    }
  }
}
