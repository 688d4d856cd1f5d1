package io.lodestone.engine.manifest;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.model.TableRef;
import io.lodestone.scan.Column;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts an edit that one frame might not hold into several, which make the same change one after the
 * other. The whole state of many thousand tables is such an edit. Pure.
 */
final class EditParts {
  /** Bytes of an entry without its texts, at most, about. */
  private static final int ENTRY_BYTES = 64;

  private EditParts() {}

  /**
   * @param before the catalog that the edit's checkpoint changes
   * @param bytesMax what a part should hold at most, about; a single entry is never cut
   */
  static List<ManifestEdit> of(ManifestEdit edit, Catalog before, long bytesMax) {
    List<ManifestEdit> parts = new ArrayList<>();
    int segmentsPerPart = (int) Math.max(1, bytesMax / ENTRY_BYTES);
    List<SegmentMetadata> added = edit.added();
    List<SegmentId> removed = edit.removed();
    while (added.size() > segmentsPerPart || removed.size() > segmentsPerPart) {
      int addedNow = Math.min(added.size(), segmentsPerPart);
      int removedNow = Math.min(removed.size(), segmentsPerPart);
      parts.add(
          new ManifestEdit(
              added.subList(0, addedNow), removed.subList(0, removedNow), Optional.empty()));
      added = added.subList(addedNow, added.size());
      removed = removed.subList(removedNow, removed.size());
    }
    if (edit.checkpoint().isPresent()) {
      Checkpoint last = edit.checkpoint().get();
      for (Catalog catalog : steps(before, last.catalog(), bytesMax)) {
        Checkpoint step = new Checkpoint(last.frame(), catalog, last.clockMillis());
        parts.add(new ManifestEdit(added, removed, Optional.of(step)));
        added = List.of();
        removed = List.of();
      }
    }
    parts.add(new ManifestEdit(added, removed, edit.checkpoint()));
    return parts;
  }

  /** Catalogs on the way from one to another, that one left out, each with some more tables. */
  private static List<Catalog> steps(Catalog before, Catalog after, long bytesMax) {
    List<TableEntry> changed =
        after.tables().stream()
            .filter(table -> before.table(table.ref()).filter(table::equals).isEmpty())
            .toList();
    if (changed.stream().mapToLong(EditParts::bytesOf).sum() <= bytesMax) {
      return List.of();
    }
    List<Catalog> steps = new ArrayList<>();
    Map<TableRef, TableEntry> tables = new LinkedHashMap<>();
    before.tables().forEach(table -> tables.put(table.ref(), table));
    long bytes = 0;
    for (TableEntry table : changed) {
      long tableBytes = bytesOf(table);
      if (bytes > 0 && bytes + tableBytes > bytesMax) {
        steps.add(Catalog.of(after.databases(), List.copyOf(tables.values()), after.nextId()));
        bytes = 0;
      }
      tables.put(table.ref(), table);
      bytes += tableBytes;
    }
    return steps;
  }

  private static long bytesOf(TableEntry table) {
    long bytes = ENTRY_BYTES;
    for (String dimension : table.dimensions()) {
      bytes += 4 + 3L * dimension.length();
    }
    for (Column measure : table.measures()) {
      bytes += 4 + 3L * measure.name().length();
    }
    // Tags, keys and locations are bounded by the service's quotas.
    return bytes + 4_096;
  }
}
