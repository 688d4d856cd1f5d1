package io.lodestone.server.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The identity in use, which can be exchanged: handshakes that begin afterwards show the new one,
 * connections that stand go on. Safe for several threads.
 */
public final class TlsIdentity {
  /**
   * An identity with a name of its own. A handshake asks for name, chain and key one after the
   * other; by the name it gets a chain and a key that belong together even if the identity is
   * exchanged in between.
   *
   * @param number counts exchanges
   * @param previous the one before it, whose handshakes may still run; null for the first, and in
   *     one that is itself a previous one
   */
  private record Named(long number, ServerIdentity identity, Named previous) {
    String alias() {
      return Long.toString(number);
    }

    Named withoutPrevious() {
      return new Named(number, identity, null);
    }
  }

  private volatile Named current;

  public TlsIdentity(ServerIdentity first) {
    current = new Named(0, Objects.requireNonNull(first, "first"), null);
  }

  /** Shows another identity from now on. One thread at a time. */
  public void exchange(ServerIdentity next) {
    Named known = current;
    current = new Named(known.number() + 1, next, known.withoutPrevious());
  }

  /** What the server's side of connections is made of. It lives as long as this does. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new Keys()}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  private Named find(String alias) {
    Named known = current;
    return known.previous() != null && known.previous().alias().equals(alias)
        ? known.previous()
        : known;
  }

  private final class Keys extends X509ExtendedKeyManager {
    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
      Named known = current;
      // Names like EC_RSA are of old cipher suites: kind of key, kind of signature above it.
      return known.identity().key().getAlgorithm().equals(keyType.replaceFirst("_.*", ""))
          ? known.alias()
          : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return find(alias).identity().chain();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return find(alias).identity().key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      String alias = chooseEngineServerAlias(keyType, issuers, null);
      return alias == null ? null : new String[] {alias};
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
