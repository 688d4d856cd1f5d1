package io.lodestone.testkit.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A directory's entries, seen by the processes, and those that have reached the disk. */
final class DirectoryNode {
  /** One thing done to a directory, that happens on disk as a whole or not at all. */
  private static final class Change {
    /** A name that goes, or null. */
    private final String removed;

    /** A name that comes or is replaced, or null; and what it stands for. */
    private final String added;

    private final Object node;

    /** For a move to another directory: that directory and the half done there, or null. */
    private DirectoryNode target;

    private Change arrival;

    Change(String removed, String added, Object node) {
      this.removed = removed;
      this.added = added;
      this.node = node;
    }

    void applyTo(Map<String, Object> entries) {
      if (removed != null) {
        entries.remove(removed);
      }
      if (added != null) {
        entries.put(added, node);
      }
    }
  }

  final String path;
  private final DirectoryNode parent;
  private TreeMap<String, Object> entries = new TreeMap<>();
  private final TreeMap<String, Object> onDisk = new TreeMap<>();
  private final List<Change> pending = new ArrayList<>();

  /** How many of the pending changes survive, while a power cut is worked out. */
  private int survivors;

  DirectoryNode(String path, DirectoryNode parent) {
    this.path = path;
    this.parent = parent;
  }

  Map<String, Object> entries() {
    return entries;
  }

  FileNode file(String name) {
    return entries.get(name) instanceof FileNode file ? file : null;
  }

  void add(String name, Object node) {
    change(new Change(null, name, node));
  }

  void remove(String name) {
    change(new Change(name, null, null));
  }

  void rename(String from, String to) {
    change(new Change(from, to, entries.get(from)));
  }

  void moveTo(String name, DirectoryNode target) {
    Change arrival = new Change(null, name, entries.get(name));
    Change departure = new Change(name, null, null);
    departure.target = target;
    departure.arrival = arrival;
    target.change(arrival);
    change(departure);
  }

  private void change(Change change) {
    change.applyTo(entries);
    pending.add(change);
  }

  void sync() {
    for (int i = 0; i < pending.size(); i++) {
      pending.get(i).applyTo(onDisk);
    }
    pending.clear();
  }

  long fileBytes() {
    long bytes = 0;
    for (Object node : entries.values()) {
      if (node instanceof FileNode file) {
        bytes += file.length;
      }
    }
    return bytes;
  }

  // ---- the power cut, in the order of the steps

  /** The changes that were not synced are lost from some point on. */
  void chooseSurvivors(SplittableRandom random) {
    survivors = pending.isEmpty() ? 0 : random.nextInt(pending.size() + 1);
  }

  /** A file may be found in both directories after a move, but never in none. */
  boolean keepWhatHasNotArrived() {
    for (int i = 0; i < survivors; i++) {
      Change change = pending.get(i);
      if (change.arrival != null && !change.target.hasOnDisk(change.arrival)) {
        survivors = i;
        return true;
      }
    }
    return false;
  }

  private boolean hasOnDisk(Change arrival) {
    int index = pending.indexOf(arrival);
    return index < survivors; // One that was synced is not pending any more: -1.
  }

  void fallBack() {
    for (int i = 0; i < survivors; i++) {
      pending.get(i).applyTo(onDisk);
    }
    pending.clear();
    entries = new TreeMap<>(onDisk);
  }

  boolean isReachable() {
    return parent == null || (parent.entries.containsValue(this) && parent.isReachable());
  }

  void tearFiles(SplittableRandom random, int sectorBytes) {
    for (Object node : entries.values()) {
      if (node instanceof FileNode file) {
        file.tear(random, sectorBytes);
      }
    }
  }
}
