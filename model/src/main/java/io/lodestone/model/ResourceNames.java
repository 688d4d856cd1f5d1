package io.lodestone.model;

import java.nio.charset.StandardCharsets;

/** The one rule that database and table names obey. Stateless. */
final class ResourceNames {
  static final int MIN_BYTES = 3;
  static final int MAX_BYTES = 256;

  private ResourceNames() {}

  static String check(String kind, String value) {
    if (value == null) {
      throw new InvalidRequestException(kind + " name is required");
    }
    int length = value.getBytes(StandardCharsets.UTF_8).length;
    if (length < MIN_BYTES || length > MAX_BYTES) {
      throw new InvalidRequestException(
          kind
              + " name must be "
              + MIN_BYTES
              + " to "
              + MAX_BYTES
              + " bytes long, found "
              + length);
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean legal =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '.'
              || c == '-';
      if (!legal) {
        throw new InvalidRequestException(
            kind + " name may hold only letters, digits, '_', '.' and '-': " + value);
      }
    }
    return value;
  }
}
