package io.lodestone.server.timestream.query.unload;

import io.lodestone.server.protocol.Json;
import io.lodestone.server.timestream.query.json.ColumnDescription;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.unload.Unload;
import java.io.IOException;
import java.util.List;

/**
 * The two files that tell of the others, in the words of Timestream, which programs read: the
 * manifest names them, the metadata describe their columns. Stateless.
 */
final class Report {
  private static final String AUTHOR = "Amazon Timestream";

  private Report() {}

  /**
   * {@code QUERYID_manifest.json}.
   *
   * @param files in any order
   */
  static byte[] manifest(Unload unload, List<WrittenFile> files) throws IOException {
    return Json.object(
        out -> {
          out.writeArrayFieldStart("result_files");
          for (WrittenFile file : files) {
            out.writeStartObject();
            out.writeStringField("url", unload.target().url(file.key()));
            out.writeObjectFieldStart("file_metadata");
            out.writeNumberField("content_length_in_bytes", file.bytes());
            out.writeNumberField("row_count", file.rows());
            out.writeEndObject();
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeObjectFieldStart("query_metadata");
          out.writeNumberField(
              "content_length_in_bytes", files.stream().mapToLong(WrittenFile::bytes).sum());
          out.writeNumberField(
              "total_row_count", files.stream().mapToLong(WrittenFile::rows).sum());
          out.writeStringField("result_format", unload.format().name());
          out.writeStringField("result_version", AUTHOR + " version 1.0.0");
          out.writeEndObject();
          out.writeObjectFieldStart("author");
          out.writeStringField("name", AUTHOR);
          out.writeStringField("manifest_file_version", "1.0");
          out.writeEndObject();
        });
  }

  /**
   * {@code QUERYID_metadata.json}.
   *
   * @param columns all of the query, also those that rows are partitioned by
   */
  static byte[] metadata(List<ResultColumn> columns) throws IOException {
    return Json.object(
        out -> {
          ColumnDescription.write(out, columns);
          out.writeObjectFieldStart("Author");
          out.writeStringField("Name", AUTHOR);
          out.writeStringField("MetadataFileVersion", "1.0");
          out.writeEndObject();
        });
  }
}
