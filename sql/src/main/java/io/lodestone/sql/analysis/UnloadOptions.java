package io.lodestone.sql.analysis;

import io.lodestone.sql.parser.Position;
import io.lodestone.sql.parser.UnloadClause;
import io.lodestone.sql.unload.Unload.Compression;
import io.lodestone.sql.unload.Unload.CsvForm;
import io.lodestone.sql.unload.Unload.Encryption;
import io.lodestone.sql.unload.Unload.Format;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options of one UNLOAD, each looked at for itself: known, once, and with a value that makes
 * sense.
 */
final class UnloadOptions {
  private static final String PARTITIONED_BY = "partitioned_by";
  private static final String FORMAT = "format";
  private static final String COMPRESSION = "compression";
  private static final String ENCRYPTION = "encryption";
  private static final String KMS_KEY = "kms_key";
  private static final String FIELD_DELIMITER = "field_delimiter";
  private static final String ESCAPED_BY = "escaped_by";
  private static final String INCLUDE_HEADER = "include_header";
  private static final String MAX_FILE_SIZE = "max_file_size";

  private static final Set<String> KNOWN =
      Set.of(
          PARTITIONED_BY,
          FORMAT,
          COMPRESSION,
          ENCRYPTION,
          KMS_KEY,
          FIELD_DELIMITER,
          ESCAPED_BY,
          INCLUDE_HEADER,
          MAX_FILE_SIZE);

  private static final long MEBIBYTE = 1L << 20;
  private static final long GIBIBYTE = 1L << 30;
  private static final long FILE_BYTES_MIN = 16 * MEBIBYTE;
  private static final long FILE_BYTES_MAX = 78 * GIBIBYTE;

  private static final Pattern SIZE =
      Pattern.compile("\\s*(\\d{1,12}(?:\\.\\d{1,12})?)\\s*(MB|GB)\\s*", Pattern.CASE_INSENSITIVE);

  private final Map<String, UnloadClause.Option> byName = new HashMap<>();

  /**
   * @throws SemanticException when one is unknown or there twice
   */
  UnloadOptions(List<UnloadClause.Option> options) {
    for (UnloadClause.Option option : options) {
      String name = option.name().toLowerCase(Locale.ROOT);
      if (!KNOWN.contains(name)) {
        throw SemanticException.at(
            option.position(), "UNLOAD has no option '" + option.name() + "'");
      }
      if (byName.put(name, option) != null) {
        throw SemanticException.at(
            option.position(), "The option '" + name + "' is given more than once");
      }
    }
  }

  Format format() {
    return oneOf(FORMAT, Format.class, Format.CSV);
  }

  Compression compression() {
    return oneOf(COMPRESSION, Compression.class, Compression.GZIP);
  }

  Encryption encryption() {
    return oneOf(ENCRYPTION, Encryption.class, Encryption.SSE_S3);
  }

  Optional<String> encryptionKey() {
    Optional<UnloadClause.Text> key = text(KMS_KEY);
    if (key.isPresent() && encryption() != Encryption.SSE_KMS) {
      throw SemanticException.at(
          key.get().position(), "The option 'kms_key' needs encryption = 'SSE_KMS'");
    }
    return key.map(UnloadClause.Text::text);
  }

  CsvForm csv() {
    char delimiter = character(FIELD_DELIMITER, CsvForm.DEFAULT.delimiter());
    char escape = character(ESCAPED_BY, CsvForm.DEFAULT.escape());
    if (delimiter == CsvForm.QUOTE || delimiter == escape) {
      Optional<UnloadClause.Text> culprit = text(FIELD_DELIMITER).or(() -> text(ESCAPED_BY));
      throw SemanticException.at(
          culprit.orElseThrow().position(),
          "The option 'field_delimiter' must differ from the quote and from 'escaped_by'");
    }
    return new CsvForm(delimiter, escape, truth(INCLUDE_HEADER));
  }

  long fileBytesMax() {
    Optional<UnloadClause.Text> size = text(MAX_FILE_SIZE);
    if (size.isEmpty()) {
      return FILE_BYTES_MAX;
    }
    Matcher matcher = SIZE.matcher(size.get().text());
    if (matcher.matches()) {
      long unit = matcher.group(2).equalsIgnoreCase("GB") ? GIBIBYTE : MEBIBYTE;
      BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
      if (bytes.compareTo(BigDecimal.valueOf(FILE_BYTES_MIN)) >= 0
          && bytes.compareTo(BigDecimal.valueOf(FILE_BYTES_MAX)) <= 0) {
        return bytes.longValue();
      }
    }
    throw SemanticException.at(
        size.get().position(),
        "The option 'max_file_size' must be between '16MB' and '78GB', not '"
            + size.get().text()
            + "'");
  }

  /** The columns of partitioned_by; none when it is not given. */
  List<UnloadClause.Text> partitionedBy() {
    UnloadClause.Option option = byName.get(PARTITIONED_BY);
    if (option == null) {
      return List.of();
    }
    if (option.value() instanceof UnloadClause.Names(List<UnloadClause.Text> names, Position _)
        && !names.isEmpty()) {
      return names;
    }
    throw SemanticException.at(
        option.value().position(),
        "The option 'partitioned_by' must be an array of one or more columns");
  }

  private <E extends Enum<E>> E oneOf(String name, Class<E> type, E otherwise) {
    Optional<UnloadClause.Text> given = text(name);
    if (given.isEmpty()) {
      return otherwise;
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(given.get().text()))
        .findFirst()
        .orElseThrow(
            () ->
                notAmong(
                    name, given.get(), Arrays.stream(type.getEnumConstants()).map(Enum::name)));
  }

  private boolean truth(String name) {
    Optional<UnloadClause.Text> given = text(name);
    if (given.isEmpty()) {
      return false;
    }
    return switch (given.get().text().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw notAmong(name, given.get(), Stream.of("true", "false"));
    };
  }

  private static SemanticException notAmong(
      String name, UnloadClause.Text given, Stream<String> possible) {
    return SemanticException.at(
        given.position(),
        "The option '%s' must be one of %s, not '%s'"
            .formatted(name, possible.collect(Collectors.joining(", ")), given.text()));
  }

  /** The two characters {@code \t} stand for a tab, which is hard to write otherwise. */
  private char character(String name, char otherwise) {
    Optional<UnloadClause.Text> given = text(name);
    if (given.isEmpty()) {
      return otherwise;
    }
    String text = given.get().text().equals("\\t") ? "\t" : given.get().text();
    if (text.length() == 1 && isPlain(text.charAt(0))) {
      return text.charAt(0);
    }
    throw SemanticException.at(
        given.get().position(),
        "The option '" + name + "' must be one ASCII character that does not end a line");
  }

  private static boolean isPlain(char c) {
    return c > 0 && c < 128 && c != '\n' && c != '\r';
  }

  private Optional<UnloadClause.Text> text(String name) {
    UnloadClause.Option option = byName.get(name);
    if (option == null) {
      return Optional.empty();
    }
    if (option.value() instanceof UnloadClause.Text text) {
      return Optional.of(text);
    }
    throw SemanticException.at(
        option.value().position(), "The option '" + name + "' must be a text");
  }
}
