package io.lodestone.server.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.lodestone.server.policy.InvalidPolicyException;
import io.lodestone.server.policy.Policy;
import io.lodestone.server.seal.KeyListText;
import io.lodestone.server.seal.MasterKey;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The text in which access keys lie on disk: a {@link KeyListText} with
 *
 * <pre>
 *   { "id" : "LDSN…", "user" : "grafana", "secret" : "(sealed)", "created" : "2026-01-02T…Z",
 *     "expires" : "…", "token" : "(sealed)", "policy" : { … } }
 * </pre>
 *
 * for each. The last three may be absent. Stateless.
 */
public final class AccessKeyText {
  /** For the policies within. */
  private static final JsonFactory JSON = new JsonFactory();

  private AccessKeyText() {}

  /**
   * @param master seals the secrets
   * @param random has to be one that nobody can predict
   */
  public static String write(AccessKeys keys, MasterKey master, RandomGenerator random) {
    return KeyListText.write(keys.all(), (key, out) -> write(key, master, random, out));
  }

  private static void write(
      AccessKey key, MasterKey master, RandomGenerator random, JsonGenerator out)
      throws IOException {
    out.writeStringField("id", key.id());
    out.writeStringField("user", key.user());
    out.writeStringField(
        "secret", master.seal(key.credentials().secret(), secretOf(key.id()), random));
    out.writeStringField("created", key.created().toString());
    if (key.expiry().isPresent()) {
      out.writeStringField("expires", key.expiry().get().toString());
    }
    if (key.sessionToken().isPresent()) {
      out.writeStringField(
          "token", master.seal(key.sessionToken().get(), tokenOf(key.id()), random));
    }
    if (key.policy().isPresent()) {
      out.writeFieldName("policy");
      copy(key.policy().get().text(), out);
    }
  }

  private static void copy(String json, JsonGenerator out) throws IOException {
    try (JsonParser in = JSON.createParser(json)) {
      in.nextToken();
      out.copyCurrentStructure(in);
    }
  }

  /**
   * @param name how messages call the text
   * @param master that the secrets were sealed with
   * @throws IllegalArgumentException when it is not of this form, or a seal does not open; the
   *     message says where and shows no secret
   */
  public static AccessKeys read(String name, String text, MasterKey master) {
    return KeyListText.read(name, text, () -> new Entry(master), AccessKeys::new);
  }

  /** What stands in the text; null members are absent ones. */
  private static final class Entry implements KeyListText.Entry<AccessKey> {
    private final MasterKey master;
    private String id;
    private String user;
    private String secret;
    private String created;
    private String expires;
    private String token;
    private String policy;

    Entry(MasterKey master) {
      this.master = master;
    }

    @Override
    public boolean take(String member, JsonParser in) throws IOException {
      switch (member) {
        case "id" -> id = in.nextTextValue();
        case "user" -> user = in.nextTextValue();
        case "secret" -> secret = in.nextTextValue();
        case "created" -> created = in.nextTextValue();
        case "expires" -> expires = in.nextTextValue();
        case "token" -> token = in.nextTextValue();
        case "policy" -> {
          in.nextToken();
          policy = structure(in);
        }
        default -> {
          return false;
        }
      }
      return true;
    }

    private static String structure(JsonParser in) throws IOException {
      StringWriter text = new StringWriter();
      try (JsonGenerator out = JSON.createGenerator(text)) {
        out.copyCurrentStructure(in);
      }
      return text.toString();
    }

    @Override
    public AccessKey key() {
      if (id == null || user == null || secret == null || created == null) {
        throw new IllegalArgumentException("it needs id, user, secret and created");
      }
      return new AccessKey(
          new Credentials(id, KeyListText.opened(master, secret, "secret", secretOf(id))),
          user,
          Instant.parse(created),
          Optional.ofNullable(expires).map(Instant::parse),
          Optional.ofNullable(token)
              .map(text -> KeyListText.opened(master, text, "token", tokenOf(id))),
          Optional.ofNullable(policy).map(Entry::parsed));
    }

    private static Policy parsed(String policy) {
      try {
        return Policy.parse(policy);
      } catch (InvalidPolicyException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  }

  private static String secretOf(String id) {
    return "secret of access key " + id;
  }

  private static String tokenOf(String id) {
    return "session token of access key " + id;
  }
}
