package io.lodestone.server.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM text (RFC 7468); what stands between blocks is commentary.
 *
 * @param label what it says to be ("CERTIFICATE")
 * @param content decoded
 */
record PemBlock(String label, byte[] content) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  static List<PemBlock> parse(String text) throws InvalidPemException {
    List<PemBlock> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      try {
        byte[] content = Base64.getDecoder().decode(matcher.group(2).replaceAll("\\s", ""));
        blocks.add(new PemBlock(matcher.group(1), content));
      } catch (IllegalArgumentException e) {
        throw new InvalidPemException("the block " + matcher.group(1) + " is not valid Base64", e);
      }
    }
    return blocks;
  }
}
