package io.lodestone.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for this machine that vouches for itself, made by the JDK's keytool.
 *
 * @param certificate PEM
 * @param key PEM
 */
public record SelfSigned(String certificate, String key) {
  private static final String PASSWORD = "not-a-secret";

  /**
   * @param folder for the files on the way
   * @param name whom it is for
   * @param algorithm as keytool calls it (EC, RSA, Ed25519)
   */
  public static SelfSigned make(Path folder, String name, String algorithm) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes());
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool: " + output);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new SelfSigned(
        pem("CERTIFICATE", keys.getCertificate("server").getEncoded()),
        pem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
  }

  static String pem(String label, byte[] content) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + label
        + "-----\n";
  }

  public ServerIdentity identity() throws InvalidPemException {
    return ServerIdentity.parse(certificate, key);
  }

  /** A client's side that trusts these certificates and no others. */
  public static SSLContext trusting(SelfSigned... trusted)
      throws GeneralSecurityException, IOException, InvalidPemException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (SelfSigned one : trusted) {
      store.setCertificateEntry("c" + store.size(), one.identity().chain()[0]);
    }
    return trusting(store);
  }

  /** This certificate alone, for clients that want to be told whom to trust. */
  public KeyStore trustStore() throws GeneralSecurityException, IOException, InvalidPemException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("server", identity().chain()[0]);
    return store;
  }

  private static SSLContext trusting(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
