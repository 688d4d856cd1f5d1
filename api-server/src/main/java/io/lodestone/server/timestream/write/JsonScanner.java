package io.lodestone.server.timestream.write;

import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.ServiceException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A pull scanner over one JSON document in memory, for the body of WriteRecords alone. Strict:
 * exactly RFC 8259, valid UTF-8, nesting up to a limit.
 *
 * <p>Everything else in the server reads JSON with Jackson. Here Jackson's way of handing out a
 * text (bytes to chars, for us to turn back into bytes) cost more than its whole walk over the
 * document: decoding went at 0.36 of that walk. This scanner hands out places in the body instead.
 * A test holds it against Jackson on damaged and on odd documents.
 *
 * <p>Each method that reads a value stands before it and leaves behind it. One owner.
 */
final class JsonScanner {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int NESTING_MAX = 32;

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long BLANKS = ' ' * ONES;

  private final byte[] body;
  private final int end;
  private final Texts texts;
  private int at;

  /** Whether the object or array entered last has not yielded anything. */
  private boolean fresh;

  private long member;

  /**
   * @param body holds the document from {@code offset} on
   * @param texts over the same body
   */
  JsonScanner(byte[] body, int offset, int length, Texts texts) {
    this.body = body;
    this.at = offset;
    this.end = offset + length;
    this.texts = texts;
  }

  /** Enters an object. False when the value is null. */
  boolean enterObject(String what) {
    return enter('{', "Structure", what);
  }

  /**
   * Goes to the next member of the object: {@link #memberIs} tells which, its value is next. False
   * at the object's end.
   */
  boolean nextMember() {
    if (!next('}')) {
      return false;
    }
    if (peek() != '"') {
      throw malformed();
    }
    member = string();
    if (peek() != ':') {
      throw malformed();
    }
    at++;
    return true;
  }

  /** Whether the member in hand has this name, in ASCII. */
  boolean memberIs(String name) {
    int length = Texts.length(member);
    if (length != name.length()) {
      return false;
    }
    return isAscii(member, name);
  }

  /** Enters an array. False when the value is null. */
  boolean enterArray(String what) {
    return enter('[', "List", what);
  }

  /** Goes to the next element of the array, which is to be read next. False at the array's end. */
  boolean nextElement() {
    return next(']');
  }

  /** Reads a text; {@link Texts#ABSENT} when the value is null. */
  long text(String what) {
    if (passNull()) {
      return Texts.ABSENT;
    }
    int first = peek();
    if (first != '"') {
      throw wrongType(first, "String", what);
    }
    return string();
  }

  /** Whether a piece is this ASCII word. */
  boolean isWord(long piece, String word) {
    return Texts.length(piece) == word.length() && isAscii(piece, word);
  }

  /** Passes over the value if it is null. */
  boolean passNull() {
    if (peek() != 'n') {
      return false;
    }
    literal("null");
    return true;
  }

  /** Reads a whole number. */
  long whole(String what) {
    int first = peek();
    if (first != '-' && (first < '0' || first > '9')) {
      throw wrongType(first, "Long", what);
    }
    int start = at;
    if (!number()) {
      throw new ServiceException(
          ErrorType.SERIALIZATION, "NUMBER_VALUE can not be converted to a Long for " + what);
    }
    ValueText value = new ValueText();
    if (!value.readBigint(body, start, at - start)) {
      throw new ServiceException(
          ErrorType.SERIALIZATION, "NUMBER_VALUE is out of the range of a Long for " + what);
    }
    return value.word();
  }

  /** Passes over a value, whatever it is. */
  void skip() {
    skip(0);
  }

  /** Checks that nothing but white space follows. */
  void finish() {
    if (peek() != -1) {
      throw malformed();
    }
  }

  private void skip(int depth) {
    if (depth > NESTING_MAX) {
      throw new ServiceException(ErrorType.SERIALIZATION, "The document is nested too deeply.");
    }
    switch (peek()) {
      case '"' -> string();
      case '{' -> {
        enterObject("");
        while (nextMember()) {
          skip(depth + 1);
        }
      }
      case '[' -> {
        enterArray("");
        while (nextElement()) {
          skip(depth + 1);
        }
      }
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
  }

  private boolean enter(char open, String type, String what) {
    if (passNull()) {
      return false;
    }
    int first = peek();
    if (first != open) {
      throw wrongType(first, type, what);
    }
    at++;
    fresh = true;
    return true;
  }

  /** Passes the comma before the next member or element, or the closing bracket. */
  private boolean next(char close) {
    int c = peek();
    boolean first = fresh;
    fresh = false;
    if (c == close) {
      at++;
      return false;
    }
    if (!first) {
      if (c != ',') {
        throw malformed();
      }
      at++;
    }
    return true;
  }

  /** The first byte that is not white space, not consumed; −1 at the end. */
  private int peek() {
    while (at < end) {
      byte b = body[at];
      if (b > ' ') {
        return b;
      }
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        throw malformed();
      }
      at++;
    }
    return -1;
  }

  /** Passes over a string, whose opening quote is next. */
  private long string() {
    int start = ++at;
    while (true) {
      // Eight bytes at a time up to one that matters: a quote, a backslash, a control or half of a
      // character. The lowest
      // bit found is exact; borrows can only add bits above it.
      while (at + Long.BYTES <= end) {
        long word = (long) LONGS.get(body, at);
        long quote = word ^ QUOTES;
        long backslash = word ^ BACKSLASHES;
        long found =
            ((quote - ONES & ~quote)
                    | (backslash - ONES & ~backslash)
                    | (word - BLANKS & ~word)
                    | word)
                & HIGHS;
        if (found != 0) {
          at += Long.numberOfTrailingZeros(found) >>> 3;
          break;
        }
        at += Long.BYTES;
      }
      if (at >= end) {
        throw malformed();
      }
      byte b = body[at];
      if (b == '"') {
        return Texts.inBody(start, at++ - start);
      } else if (b == '\\') {
        return escapedString(start);
      } else if (b < 0) {
        character();
      } else if (b < ' ') {
        throw malformed();
      } else {
        at++;
      }
    }
  }

  /**
   * Goes on with a string at its first escape: from here on its text is put together beside the
   * body.
   */
  private long escapedString(int start) {
    int piece = texts.begin();
    for (int i = start; i < at; i++) {
      texts.append(body[i]);
    }
    while (at < end) {
      byte b = body[at];
      if (b == '"') {
        at++;
        return texts.finish(piece);
      } else if (b == '\\') {
        at++;
        escape();
      } else if (b < 0) {
        int from = at;
        character();
        for (int i = from; i < at; i++) {
          texts.append(body[i]);
        }
      } else if (b < ' ') {
        throw malformed();
      } else {
        texts.append(b);
        at++;
      }
    }
    throw malformed();
  }

  private void escape() {
    if (at == end) {
      throw malformed();
    }
    byte b = body[at++];
    switch (b) {
      case '"', '\\', '/' -> texts.append(b);
      case 'b' -> texts.append('\b');
      case 'f' -> texts.append('\f');
      case 'n' -> texts.append('\n');
      case 'r' -> texts.append('\r');
      case 't' -> texts.append('\t');
      case 'u' -> {
        char c = hex();
        if (!Character.isSurrogate(c)) {
          appendUtf8(c);
          return;
        }
        // RFC 8259 allows half a pair; no UTF-8 can tell it, so that it cannot be stored.
        if (Character.isLowSurrogate(c)
            || at + 1 >= end
            || body[at] != '\\'
            || body[at + 1] != 'u') {
          throw malformed();
        }
        at += 2;
        char low = hex();
        if (!Character.isLowSurrogate(low)) {
          throw malformed();
        }
        appendUtf8(Character.toCodePoint(c, low));
      }
      default -> throw malformed();
    }
  }

  private char hex() {
    if (at + 4 > end) {
      throw malformed();
    }
    int value = 0;
    for (int i = 0; i < 4; i++) {
      byte b = body[at++];
      int digit = b < 0 ? -1 : Character.digit((char) b, 16);
      if (digit < 0) {
        throw malformed();
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  private void appendUtf8(int point) {
    if (point < 0x80) {
      texts.append(point);
    } else if (point < 0x800) {
      texts.append(0xC0 | point >> 6);
      texts.append(0x80 | point & 0x3F);
    } else if (point < 0x10000) {
      texts.append(0xE0 | point >> 12);
      texts.append(0x80 | point >> 6 & 0x3F);
      texts.append(0x80 | point & 0x3F);
    } else {
      texts.append(0xF0 | point >> 18);
      texts.append(0x80 | point >> 12 & 0x3F);
      texts.append(0x80 | point >> 6 & 0x3F);
      texts.append(0x80 | point & 0x3F);
    }
  }

  /**
   * Passes over one character of several bytes: the well-formed sequences of Unicode's table 3-7
   * and no others.
   */
  private void character() {
    int first = body[at] & 0xFF;
    if (first < 0xC2 || first > 0xF4) {
      throw malformed();
    }
    int more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    if (at + more >= end) {
      throw malformed();
    }
    int second = body[at + 1] & 0xFF;
    int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      throw malformed();
    }
    for (int i = 2; i <= more; i++) {
      if ((body[at + i] & 0xC0) != 0x80) {
        throw malformed();
      }
    }
    at += more + 1;
  }

  /** Passes over a number; whether it is a whole one, without point and exponent. */
  private boolean number() {
    if (at < end && body[at] == '-') {
      at++;
    }
    if (at < end && body[at] == '0') {
      at++;
    } else {
      digits();
    }
    boolean whole = true;
    if (at < end && body[at] == '.') {
      at++;
      digits();
      whole = false;
    }
    if (at < end && (body[at] | 0x20) == 'e') {
      at++;
      if (at < end && (body[at] == '+' || body[at] == '-')) {
        at++;
      }
      digits();
      whole = false;
    }
    return whole;
  }

  private void digits() {
    int start = at;
    while (at < end && body[at] >= '0' && body[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
  }

  private void literal(String word) {
    if (end - at < word.length() || !isAscii(Texts.inBody(at, word.length()), word)) {
      throw malformed();
    }
    at += word.length();
  }

  private boolean isAscii(long piece, String word) {
    byte[] bytes = texts.bytes(piece);
    int start = Texts.start(piece);
    for (int i = 0; i < word.length(); i++) {
      if (bytes[start + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private ServiceException wrongType(int first, String expected, String what) {
    String found =
        switch (first) {
          case '"' -> "STRING_VALUE";
          case '{' -> "Start of structure";
          case '[' -> "Start of list";
          case 't' -> "TRUE_VALUE";
          case 'f' -> "FALSE_VALUE";
          case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> "NUMBER_VALUE";
          default -> throw malformed();
        };
    return new ServiceException(
        ErrorType.SERIALIZATION, found + " can not be converted to a " + expected + " for " + what);
  }

  private ServiceException malformed() {
    return new ServiceException(
        ErrorType.SERIALIZATION, "The document is not valid JSON at byte " + at);
  }
}
