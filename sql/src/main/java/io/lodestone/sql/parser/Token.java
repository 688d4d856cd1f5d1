package io.lodestone.sql.parser;

/**
 * A piece of a statement's text.
 *
 * @param text what it says: of a string or a quoted name without the quotes
 * @param start where it begins in the text, in characters
 * @param end where it ends
 * @param position the same as people count
 */
record Token(Kind kind, String text, int start, int end, Position position) {
  enum Kind {
    /** A name without quotes, a key word, a number. */
    WORD,
    /** {@code 'text'}. */
    STRING,
    /** {@code "name"}. */
    QUOTED_NAME,
    /** Any other character. */
    SYMBOL,
    /** The end of the text. */
    END
  }

  boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  /** Whether it is this key word, in any case. */
  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }
}
