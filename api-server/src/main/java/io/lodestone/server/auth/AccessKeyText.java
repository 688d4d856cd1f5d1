package io.lodestone.server.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.lodestone.server.policy.InvalidPolicyException;
import io.lodestone.server.policy.Policy;
import io.lodestone.server.seal.BrokenSealException;
import io.lodestone.server.seal.MasterKey;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The text in which access keys lie on disk: JSON, with secrets and session tokens sealed.
 *
 * <pre>
 *   { "format" : 1,
 *     "keys" : [ {
 *       "id" : "LDSN…", "user" : "grafana", "secret" : "(sealed)", "created" : "2026-01-02T…Z",
 *       "expires" : "…", "token" : "(sealed)", "policy" : { … }
 *     } ] }
 * </pre>
 *
 * The last three may be absent. What is not known is refused: a newer release wrote it. Stateless.
 */
public final class AccessKeyText {
  private static final int FORMAT = 1;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private AccessKeyText() {}

  /**
   * @param master seals the secrets
   * @param random has to be one that nobody can predict
   */
  public static String write(AccessKeys keys, MasterKey master, RandomGenerator random) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out =
        JSON.createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
      out.writeStartObject();
      out.writeNumberField("format", FORMAT);
      out.writeArrayFieldStart("keys");
      for (AccessKey key : keys.all()) {
        out.writeStartObject();
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
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.append('\n').toString();
  }

  /**
   * @param name how messages call the text
   * @param master that the secrets were sealed with
   * @throws IllegalArgumentException when it is not of this form, or a seal does not open; the
   *     message says where and shows no secret
   */
  public static AccessKeys read(String name, String text, MasterKey master) {
    List<AccessKey> keys = new ArrayList<>();
    try (JsonParser in = JSON.createParser(text)) {
      expect(in.nextToken(), JsonToken.START_OBJECT);
      while (in.nextToken() != JsonToken.END_OBJECT) {
        switch (in.currentName()) {
          case "format" -> {
            if (in.nextIntValue(0) != FORMAT) {
              throw new IllegalArgumentException("it is of a newer format");
            }
          }
          case "keys" -> {
            expect(in.nextToken(), JsonToken.START_ARRAY);
            while (in.nextToken() != JsonToken.END_ARRAY) {
              keys.add(key(in, keys.size() + 1, master));
            }
          }
          default -> throw new IllegalArgumentException("it has no member " + in.currentName());
        }
      }
      return new AccessKeys(keys);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new IllegalArgumentException(name + " is not valid JSON, line " + line, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static AccessKey key(JsonParser in, int number, MasterKey master) throws IOException {
    Entry entry = new Entry();
    try {
      expect(in.currentToken(), JsonToken.START_OBJECT);
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String member = in.currentName();
        switch (member) {
          case "id" -> entry.id = in.nextTextValue();
          case "user" -> entry.user = in.nextTextValue();
          case "secret" -> entry.secret = in.nextTextValue();
          case "created" -> entry.created = in.nextTextValue();
          case "expires" -> entry.expires = in.nextTextValue();
          case "token" -> entry.token = in.nextTextValue();
          case "policy" -> {
            in.nextToken();
            StringWriter policy = new StringWriter();
            try (JsonGenerator out = JSON.createGenerator(policy)) {
              out.copyCurrentStructure(in);
            }
            entry.policy = policy.toString();
          }
          default -> throw new IllegalArgumentException("there is no member " + member);
        }
      }
      return entry.key(master);
    } catch (IllegalArgumentException | InvalidPolicyException | DateTimeException e) {
      throw new IllegalArgumentException("key " + number + ": " + e.getMessage(), e);
    }
  }

  /** What stands in the text; null members are absent ones. */
  private static final class Entry {
    String id;
    String user;
    String secret;
    String created;
    String expires;
    String token;
    String policy;

    AccessKey key(MasterKey master) {
      if (id == null || user == null || secret == null || created == null) {
        throw new IllegalArgumentException("it needs id, user, secret and created");
      }
      return new AccessKey(
          new Credentials(id, opened(master, secret, "secret", secretOf(id))),
          user,
          Instant.parse(created),
          Optional.ofNullable(expires).map(Instant::parse),
          token == null
              ? Optional.empty()
              : Optional.of(opened(master, token, "token", tokenOf(id))),
          Optional.ofNullable(policy).map(Policy::parse));
    }

    private static String opened(MasterKey master, String sealed, String what, String purpose) {
      try {
        return master.open(sealed, purpose);
      } catch (BrokenSealException e) {
        throw new IllegalArgumentException("its " + what + " " + e.getMessage(), e);
      }
    }
  }

  private static void copy(String json, JsonGenerator out) throws IOException {
    try (JsonParser in = JSON.createParser(json)) {
      in.nextToken();
      out.copyCurrentStructure(in);
    }
  }

  private static String secretOf(String id) {
    return "secret of access key " + id;
  }

  private static String tokenOf(String id) {
    return "session token of access key " + id;
  }

  private static void expect(JsonToken found, JsonToken expected) {
    if (found != expected) {
      throw new IllegalArgumentException("found " + found + " in the place of " + expected);
    }
  }
}
