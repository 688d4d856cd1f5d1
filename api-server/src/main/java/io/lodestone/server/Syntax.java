package io.lodestone.server;

import io.lodestone.engine.catalog.StreamSpecification;
import io.lodestone.engine.feed.FeedOptions;
import io.lodestone.server.auth.AccountId;
import io.lodestone.server.http.CrossOrigin;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How a kind of value is written.
 *
 * @param label how help texts call it
 * @param expected how error messages describe it
 * @param parser makes a value of a text, or throws IllegalArgumentException
 */
record Syntax<T>(String label, String expected, Function<String, T> parser) {
  private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s,?#]+");

  static final Syntax<String> TEXT = new Syntax<>("TEXT", "a text that is not empty", Syntax::text);
  static final Syntax<Optional<String>> TEXT_OR_NONE =
      new Syntax<>(
          "TEXT",
          "a text that is not empty, or none",
          text -> Optional.of(text(text)).filter(t -> !t.equals("none")));
  static final Syntax<Path> PATH = new Syntax<>("PATH", "a path", Syntax::path);
  static final Syntax<Optional<Path>> PATH_OR_NONE =
      new Syntax<>(
          "PATH",
          "a path, or none",
          text -> Optional.of(text).filter(t -> !t.equals("none")).map(Syntax::path));
  static final Syntax<Integer> PORT =
      new Syntax<>("PORT", "a number from 0 to 65535", text -> (int) number(text, 0, 65_535));
  static final Syntax<Boolean> SWITCH = new Syntax<>("on|off", "on or off", Syntax::onOff);
  static final Syntax<AccountId> ACCOUNT =
      new Syntax<>("DIGITS", "an account of twelve digits", AccountId::new);

  /** True for reports alone. */
  static final Syntax<Boolean> REJECTS =
      new Syntax<>("response|report", "response or report", Syntax::rejects);

  static final Syntax<FeedOptions.OnFull> ON_FULL =
      new Syntax<>("trim|throttle", "trim or throttle", Syntax::onFull);

  static final Syntax<List<String>> ORIGINS =
      new Syntax<>(
          "ORIGINS",
          "off, *, or origins like https://app.example:8443 with commas between them",
          Syntax::origins);
  static final Syntax<Optional<URI>> URL_OR_NONE =
      new Syntax<>(
          "URL",
          "a URL of http or https without a user, or none",
          text -> Optional.of(text).filter(t -> !t.equals("none")).map(Syntax::url));
  static final Syntax<Integer> COUNT =
      new Syntax<>(
          "COUNT", "a whole number above 0", text -> (int) number(text, 1, Integer.MAX_VALUE));
  static final Syntax<Integer> SHARDS =
      new Syntax<>(
          "COUNT",
          "a number from 1 to " + StreamSpecification.SHARDS_MAX,
          text -> (int) number(text, 1, StreamSpecification.SHARDS_MAX));
  static final Syntax<Integer> BYTES =
      new Syntax<>("SIZE", "a size above 0 and below 2GiB, like 64KiB or 16MiB", Syntax::bytes);
  static final Syntax<Long> SIZE =
      new Syntax<>("SIZE", "a size above 0, like 64MiB or 2GiB", Syntax::size);
  static final Syntax<DiskAllowance> SIZE_OR_SHARE =
      new Syntax<>(
          "SIZE",
          "a size above 0, like 64MiB or 2GiB, or 1% to 100% of the disk",
          Syntax::allowance);
  static final Syntax<Duration> DURATION =
      new Syntax<>("TIME", "a time above 0, like 500ms, 10s, 15m or 1h", Syntax::duration);

  Syntax {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(parser, "parser");
  }

  /**
   * @throws IllegalArgumentException when the text is not of this kind
   */
  T parse(String text) {
    return parser.apply(text);
  }

  private static String text(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("empty");
    }
    return text;
  }

  private static Path path(String text) {
    try {
      return Path.of(text(text));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static URI url(String text) {
    URI url = URI.create(text);
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null || url.getUserInfo() != null) {
      throw new IllegalArgumentException("url");
    }
    return url;
  }

  private static boolean onOff(String text) {
    return switch (text) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new IllegalArgumentException("neither");
    };
  }

  private static boolean rejects(String text) {
    return switch (text) {
      case "response" -> false;
      case "report" -> true;
      default -> throw new IllegalArgumentException("neither");
    };
  }

  private static FeedOptions.OnFull onFull(String text) {
    return switch (text) {
      case "trim" -> FeedOptions.OnFull.TRIM;
      case "throttle" -> FeedOptions.OnFull.THROTTLE;
      default -> throw new IllegalArgumentException("neither");
    };
  }

  private static List<String> origins(String text) {
    if (text.equals("off")) {
      return List.of();
    }
    List<String> origins = List.of(text.split(","));
    for (String origin : origins) {
      // As a browser spells them: nothing behind the port, not even a slash.
      if (!origin.equals(CrossOrigin.ANY) && !ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException("origin");
      }
    }
    return origins;
  }

  private static int bytes(String text) {
    return (int) size(text, Integer.MAX_VALUE);
  }

  private static long size(String text) {
    return size(text, Long.MAX_VALUE);
  }

  private static long size(String text, long max) {
    int digits = digits(text);
    long unit =
        switch (text.substring(digits)) {
          case "", "B" -> 1L;
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          case "GiB" -> 1L << 30;
          default -> throw new IllegalArgumentException("unit");
        };
    return unit * number(text.substring(0, digits), 1, max / unit);
  }

  private static DiskAllowance allowance(String text) {
    return text.endsWith("%")
        ? new DiskAllowance.Share((int) number(text.substring(0, text.length() - 1), 1, 100))
        : new DiskAllowance.Bytes(size(text));
  }

  private static Duration duration(String text) {
    int digits = digits(text);
    Duration unit =
        switch (text.substring(digits)) {
          case "ms" -> Duration.ofMillis(1);
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          case "h" -> Duration.ofHours(1);
          default -> throw new IllegalArgumentException("unit");
        };
    return unit.multipliedBy(number(text.substring(0, digits), 1, 1_000_000));
  }

  private static int digits(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    return digits;
  }

  private static long number(String text, long min, long max) {
    if (text.isEmpty() || digits(text) != text.length()) {
      throw new IllegalArgumentException("digits");
    }
    long number = Long.parseLong(text);
    if (number < min || number > max) {
      throw new IllegalArgumentException("range");
    }
    return number;
  }
}
