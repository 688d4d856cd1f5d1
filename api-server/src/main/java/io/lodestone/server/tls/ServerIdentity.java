package io.lodestone.server.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate with those that vouch for it, and the private key that belongs to it. Immutable.
 */
public final class ServerIdentity {
  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private ServerIdentity(List<X509Certificate> chain, PrivateKey key) {
    this.chain = List.copyOf(chain);
    this.key = key;
  }

  /**
   * Reads an identity.
   *
   * @param chainPem the server's own certificate first, then those that vouch for it
   * @param keyPem one key in the form of PKCS #8, not encrypted
   * @throws InvalidPemException when either is not that, or they do not belong together
   */
  public static ServerIdentity parse(String chainPem, String keyPem) throws InvalidPemException {
    List<X509Certificate> chain = certificates(chainPem);
    PrivateKey key = key(keyPem);
    if (!belongTogether(chain.getFirst().getPublicKey(), key)) {
      throw new InvalidPemException("the key is not that of the first certificate");
    }
    return new ServerIdentity(chain, key);
  }

  private static List<X509Certificate> certificates(String pem) throws InvalidPemException {
    List<X509Certificate> chain = new ArrayList<>();
    for (PemBlock block : PemBlock.parse(pem)) {
      if (block.label().equals("CERTIFICATE")) {
        try {
          CertificateFactory factory = CertificateFactory.getInstance("X.509");
          chain.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(block.content())));
        } catch (CertificateException e) {
          throw new InvalidPemException(
              "certificate " + (chain.size() + 1) + " cannot be read: " + e.getMessage(), e);
        }
      }
    }
    if (chain.isEmpty()) {
      throw new InvalidPemException("there is no block CERTIFICATE");
    }
    return chain;
  }

  private static PrivateKey key(String pem) throws InvalidPemException {
    for (PemBlock block : PemBlock.parse(pem)) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return key(block.content());
        }
        case "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
            throw new InvalidPemException(
                "a block "
                    + block.label()
                    + " is not read; convert it with: openssl pkcs8 -topk8 -nodes");
        default -> {}
      }
    }
    throw new InvalidPemException("there is no block PRIVATE KEY");
  }

  /** The kind of key stands inside; the JDK wants to be told all the same. */
  private static PrivateKey key(byte[] pkcs8) throws InvalidPemException {
    for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // Another kind, or none: the next one tells.
        continue;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has " + algorithm, e);
      }
    }
    throw new InvalidPemException("the private key is neither RSA nor EC nor EdDSA");
  }

  /** Signs something with the one and verifies it with the other. */
  private static boolean belongTogether(PublicKey publicKey, PrivateKey key)
      throws InvalidPemException {
    if (!publicKey.getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA" -> "EdDSA";
          default ->
              throw new InvalidPemException("keys of " + key.getAlgorithm() + " are not read");
        };
    byte[] something = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(something);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(something);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      throw new InvalidPemException("the key cannot be used: " + e.getMessage(), e);
    }
  }

  /** The server's own certificate first. A copy. */
  X509Certificate[] chain() {
    return chain.toArray(X509Certificate[]::new);
  }

  PrivateKey key() {
    return key;
  }

  /** Whom the certificate is for. */
  public String subject() {
    return chain.getFirst().getSubjectX500Principal().getName();
  }

  /** When clients begin to refuse it. */
  public Instant expiry() {
    return chain.getFirst().getNotAfter().toInstant();
  }
}
