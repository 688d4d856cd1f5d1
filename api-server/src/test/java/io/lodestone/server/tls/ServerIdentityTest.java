package io.lodestone.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which PEM texts make an identity. */
class ServerIdentityTest {
  @TempDir private static Path folder;
  private static SelfSigned one;
  private static SelfSigned other;

  @BeforeAll
  static void make() throws Exception {
    one = SelfSigned.make(folder, "one", "EC");
    other = SelfSigned.make(folder, "other", "EC");
  }

  private static void assertRefused(String expected, String chain, String key) {
    InvalidPemException e =
        assertThrows(InvalidPemException.class, () -> ServerIdentity.parse(chain, key));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    List<String> lines = one.key().lines().toList();
    assertFalse(e.getMessage().contains(lines.get(1)));
  }

  @Test
  void keysOfAllUsualKindsAreRead() throws Exception {
    for (String algorithm : List.of("RSA", "Ed25519")) {
      assertEquals(
          "CN=" + algorithm, SelfSigned.make(folder, algorithm, algorithm).identity().subject());
    }
    assertEquals("CN=one", one.identity().subject());
  }

  @Test
  void commentsAndFurtherCertificatesMayStandAround() throws Exception {
    ServerIdentity identity =
        ServerIdentity.parse(
            "subject=/CN=one\n" + one.certificate() + "\n# issuer\n" + other.certificate(),
            "Bag Attributes: x\n" + one.key());
    assertEquals(2, identity.chain().length);
    assertEquals("CN=one", identity.subject());
  }

  @Test
  void keyOfAnotherCertificateIsRefused() throws Exception {
    assertRefused("not that of the first", other.certificate() + one.certificate(), one.key());
    assertRefused(
        "not that of the first", one.certificate(), SelfSigned.make(folder, "rsa", "RSA").key());
  }

  @Test
  void textsWithoutTheirBlockAreRefused() {
    assertRefused("no block CERTIFICATE", one.key(), one.key());
    assertRefused("no block PRIVATE KEY", one.certificate(), one.certificate());
    assertRefused("no block CERTIFICATE", "", one.key());
    String cut = one.certificate().substring(0, 200);
    assertRefused("no block CERTIFICATE", cut, one.key());
  }

  @Test
  void brokenBlocksAreRefused() {
    assertRefused("Base64", one.certificate().replaceFirst("M", "*"), one.key());
    assertRefused("cannot be read", SelfSigned.pem("CERTIFICATE", new byte[] {1, 2}), one.key());
    assertRefused(
        "neither RSA nor EC", one.certificate(), SelfSigned.pem("PRIVATE KEY", new byte[] {1, 2}));
  }

  @Test
  void keysInOtherFormsAreRefusedWithTheWayOut() {
    String old = SelfSigned.pem("RSA PRIVATE KEY", new byte[] {1});
    assertRefused("openssl pkcs8", one.certificate(), old);
    String locked = SelfSigned.pem("ENCRYPTED PRIVATE KEY", new byte[] {1});
    assertRefused("openssl pkcs8", one.certificate(), locked);
  }
}
