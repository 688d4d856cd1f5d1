package io.lodestone.engine.memtable;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import java.util.List;

/** Copies a view's points as they came, for whoever writes them once more. */
final class ArrivedPoints {
  private ArrivedPoints() {}

  static PointBatch of(MemtableView view) {
    int size = Math.toIntExact(view.points());
    PointBatch.Builder batch = new PointBatch.Builder(size);
    DictionaryView dictionary = view.dictionary();
    for (int handle = 0; handle < dictionary.count(); handle++) {
      batch.series(
          dictionary.keyBytes(handle), dictionary.keyOffset(handle), dictionary.keyLength(handle));
    }
    List<Column> columns = view.columns();
    for (int position = 0; position < size; position++) {
      Block block = view.block(position / view.blockPoints());
      int at = position % view.blockPoints();
      batch.point(position, block.series[at], block.times[at], block.versions[at]);
      for (int number = 0; number < columns.size(); number++) {
        BlockColumn column = block.column(number);
        if (column != null && column.isPresent(at)) {
          Column measure = columns.get(number);
          append(
              batch.valueColumn(measure.name(), measure.type()), column.words()[at], view.texts());
        }
      }
    }
    return batch.build();
  }

  private static void append(ColumnBuffer to, long word, byte[][] texts) {
    if (to.type() == ValueType.VARCHAR) {
      to.appendVarchar(
          texts[TextArena.chunk(word)], TextArena.offset(word), TextArena.length(word));
    } else {
      to.appendWord(word);
    }
  }
}
