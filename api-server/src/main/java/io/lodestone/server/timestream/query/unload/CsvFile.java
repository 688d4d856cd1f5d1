package io.lodestone.server.timestream.query.unload;

import io.lodestone.server.objects.UnfinishedObject;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.TextForm;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import io.lodestone.sql.unload.Unload.Compression;
import io.lodestone.sql.unload.Unload.CsvForm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Rows as lines of fields, each line with {@code \n} at its end. NULL is an empty field, an empty
 * text {@code ""}. A field is quoted when it holds what would be mistaken otherwise: the delimiter,
 * a quote, the escape, the end of a line; quote and escape are then escaped. Used by one thread.
 */
final class CsvFile implements RowFile {
  /** Lines go to the disk in pieces of this size. */
  private static final int PIECE_BYTES = 64 << 10;

  private final List<ResultColumn> columns;
  private final CsvForm form;
  private final UnfinishedObject object;
  private final OutputStream target;
  private final Gzip gzip;
  private final boolean[] special = new boolean[128];
  private final TextBuffer lines = new TextBuffer();
  private final TextBuffer field = new TextBuffer();

  /** A stream that can be let go of without an end. */
  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream target) throws IOException {
      super(target, PIECE_BYTES);
    }

    void release() {
      def.end();
    }
  }

  /**
   * @param columns of the file
   * @param object where it goes, owned by the caller
   */
  CsvFile(
      List<ResultColumn> columns, CsvForm form, Compression compression, UnfinishedObject object)
      throws IOException {
    this.columns = columns;
    this.form = form;
    this.object = object;
    this.gzip = compression == Compression.GZIP ? new Gzip(object.stream()) : null;
    this.target = gzip == null ? object.stream() : gzip;
    for (char c : new char[] {form.delimiter(), form.escape(), CsvForm.QUOTE, '\n', '\r'}) {
      special[c] = true;
    }
    if (form.header()) {
      writeHeader();
    }
  }

  private void writeHeader() {
    for (int i = 0; i < columns.size(); i++) {
      separate(i);
      byte[] name = columns.get(i).name().getBytes(StandardCharsets.UTF_8);
      appendField(name, 0, name.length);
    }
    lines.append('\n');
  }

  @Override
  public void write(List<Vector> values, int[] rows, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      for (int column = 0; column < columns.size(); column++) {
        separate(column);
        appendValue(columns.get(column).type(), values.get(column), rows[i]);
      }
      lines.append('\n');
      if (lines.length() >= PIECE_BYTES) {
        flush();
      }
    }
  }

  private void separate(int column) {
    if (column > 0) {
      lines.append(form.delimiter());
    }
  }

  private void appendValue(SqlType type, Vector vector, int row) {
    if (!vector.isPresent(row)) {
      return;
    }
    if (type == Scalar.VARCHAR) {
      Vector.Text text = Vectors.textOf(vector);
      int entry = Vectors.entryOf(vector, row);
      appendField(text.bytes(), text.offsets()[entry], text.offsets()[entry + 1]);
      return;
    }
    field.clear();
    switch (type) {
      case Scalar _, SqlType.HyperLogLog _ -> TextForm.append(type, vector, row, field);
      case SqlType.ArrayOf _, SqlType.RowOf _, SqlType.TimeSeriesOf _ ->
          JsonText.append(type, vector, row, field);
    }
    appendField(field.bytes(), 0, field.length());
  }

  private void appendField(byte[] utf8, int start, int end) {
    if (isPlain(utf8, start, end)) {
      lines.append(utf8, start, end - start);
      return;
    }
    lines.append(CsvForm.QUOTE);
    int clean = start;
    for (int i = start; i < end; i++) {
      if (utf8[i] == CsvForm.QUOTE || utf8[i] == form.escape()) {
        lines.append(utf8, clean, i - clean);
        lines.append(form.escape());
        clean = i;
      }
    }
    lines.append(utf8, clean, end - clean);
    lines.append(CsvForm.QUOTE);
  }

  private boolean isPlain(byte[] utf8, int start, int end) {
    for (int i = start; i < end; i++) {
      if (utf8[i] >= 0 && special[utf8[i]]) {
        return false;
      }
    }
    return end > start;
  }

  private void flush() throws IOException {
    target.write(lines.bytes(), 0, lines.length());
    lines.clear();
  }

  @Override
  public long size() {
    return object.size() + (gzip == null ? lines.length() : 0);
  }

  @Override
  public long heldBytes() {
    return 0;
  }

  @Override
  public void finish() throws IOException {
    flush();
    if (gzip != null) {
      gzip.finish();
    }
  }

  @Override
  public void close() {
    if (gzip != null) {
      gzip.release();
    }
  }
}
