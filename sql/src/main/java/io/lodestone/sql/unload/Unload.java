package io.lodestone.sql.unload;

import java.util.Objects;
import java.util.Optional;

/**
 * Where the rows of a query go instead of to whoever asked, and in which form.
 *
 * @param target the folder for them
 * @param format of the files
 * @param compression of the files
 * @param encryption how the store shall keep the files
 * @param encryptionKey with which key; only for {@link Encryption#SSE_KMS}
 * @param partitionColumns how many of the last columns say into which folder a row goes, and are
 *     left out of the files; fewer than there are columns
 * @param csv how a file in CSV is written
 * @param fileBytesMax what a file should not exceed by much
 */
public record Unload(
    Target target,
    Format format,
    Compression compression,
    Encryption encryption,
    Optional<String> encryptionKey,
    int partitionColumns,
    CsvForm csv,
    long fileBytesMax) {
  /** How rows are written. */
  public enum Format {
    CSV,
    PARQUET
  }

  /** How files, or parts of them, are made smaller. */
  public enum Compression {
    GZIP,
    NONE
  }

  /** How a store keeps objects. */
  public enum Encryption {
    /** As it keeps all of them. */
    SSE_S3,
    /** Encrypted with a key that the client names. */
    SSE_KMS
  }

  /**
   * A folder in a bucket.
   *
   * @param prefix what keys of objects begin with, without a slash at its end; empty for the bucket
   *     itself
   */
  public record Target(String bucket, String prefix) {
    public Target {
      Objects.requireNonNull(bucket, "bucket");
      Objects.requireNonNull(prefix, "prefix");
    }

    /** The key of an object of this folder. */
    public String key(String name) {
      return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** How clients name an object of this bucket. */
    public String url(String key) {
      return "s3://" + bucket + "/" + key;
    }
  }

  /**
   * A way to write CSV. All characters are ASCII.
   *
   * @param delimiter between fields; neither quote nor escape nor the end of a line
   * @param escape before a quote or itself inside of quotes; the quote itself doubles it
   * @param header whether each file begins with the names of its columns
   */
  public record CsvForm(char delimiter, char escape, boolean header) {
    /** What fields are quoted with. */
    public static final char QUOTE = '"';

    public static final CsvForm DEFAULT = new CsvForm(',', '\\', false);
  }

  public Unload {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(compression, "compression");
    Objects.requireNonNull(encryption, "encryption");
    Objects.requireNonNull(encryptionKey, "encryptionKey");
    Objects.requireNonNull(csv, "csv");
    if (partitionColumns < 0 || fileBytesMax < 1) {
      throw new IllegalArgumentException("no way to write files");
    }
  }
}
