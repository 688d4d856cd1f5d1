package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.auth.Mandate;
import io.lodestone.server.http.HttpPeer;
import io.lodestone.server.protocol.EpochSeconds;
import io.lodestone.server.protocol.Json;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.timestream.write.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a scheduled query is: what somebody asked for, who that was, and when. Immutable but for its
 * tags, whose change is another one.
 *
 * @param id its name and a suffix, which stand in its ARN
 * @param settings that it was created with
 * @param created when, in milliseconds
 * @param mandate whose rights it runs with
 * @param peer from where that one asked: as such it is judged when it runs
 * @param fingerprint of the request that created it
 * @param tags resource tags
 */
record ScheduledQuery(
    String id,
    QuerySettings settings,
    Instant created,
    Mandate mandate,
    HttpPeer peer,
    Fingerprint fingerprint,
    Map<String, String> tags) {
  ScheduledQuery {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(mandate, "mandate");
    Objects.requireNonNull(peer, "peer");
    Objects.requireNonNull(fingerprint, "fingerprint");
    tags = Map.copyOf(tags);
  }

  String name() {
    return settings.name();
  }

  /** The last part of its ARN. */
  String resource() {
    return resource(id);
  }

  /** The last part of the ARN of a query of this id. */
  static String resource(String id) {
    return "scheduled-query/" + id;
  }

  ScheduledQuery withTags(Map<String, String> newTags) {
    return new ScheduledQuery(id, settings, created, mandate, peer, fingerprint, newTags);
  }

  /** The form in which it is remembered. */
  byte[] toJson() {
    try {
      return Json.object(this::write);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private void write(JsonGenerator out) throws IOException {
    settings.write(out);
    EpochSeconds.write(out, "CreationTime", created);
    out.writeObjectFieldStart("Creator");
    out.writeStringField("AccessKeyId", mandate.accessKeyId());
    out.writeStringField("User", mandate.user());
    out.writeStringField("Region", mandate.region());
    out.writeStringField("Address", peer.address().getHostAddress());
    out.writeBooleanField("Secure", peer.secure());
    out.writeEndObject();
    out.writeStringField("TokenDigest", fingerprint.token());
    out.writeStringField("RequestDigest", fingerprint.request());
    out.writeArrayFieldStart("Tags");
    for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
      out.writeStartObject();
      out.writeStringField("Key", tag.getKey());
      out.writeStringField("Value", tag.getValue());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /**
   * Reads what was remembered.
   *
   * @param id the one that it is remembered by
   */
  static ScheduledQuery fromJson(String id, byte[] json) throws IOException {
    // The settings are read by their own reader, which passes over what is added here.
    QuerySettings settings = Json.read(json, QuerySettings::read);
    return Json.read(json, in -> read(id, settings, in));
  }

  private static ScheduledQuery read(String id, QuerySettings settings, JsonReader in)
      throws IOException {
    Instant created = null;
    Creator creator = null;
    String tokenDigest = "";
    String requestDigest = "";
    List<Tag> tags = List.of();
    if (in.beginObject()) {
      while (in.nextMember()) {
        switch (in.member()) {
          case "CreationTime" -> created = in.timestamp();
          case "Creator" -> creator = Creator.read(in);
          case "TokenDigest" -> tokenDigest = in.string();
          case "RequestDigest" -> requestDigest = in.string();
          case "Tags" -> tags = in.list(Tag::read);
          default -> in.skip();
        }
      }
    }
    if (created == null || creator == null) {
      throw new IOException("the scheduled query " + id + " was created by nobody, or never");
    }
    return new ScheduledQuery(
        id,
        settings,
        created,
        creator.mandate(),
        creator.peer(),
        new Fingerprint(tokenDigest, requestDigest),
        Tag.toMap(tags));
  }

  /** Who created it, and from where. */
  private record Creator(Mandate mandate, HttpPeer peer) {
    static Creator read(JsonReader in) throws IOException {
      String accessKeyId = "";
      String user = "";
      String region = "";
      String address = "";
      boolean secure = false;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "AccessKeyId" -> accessKeyId = in.string();
            case "User" -> user = in.string();
            case "Region" -> region = in.string();
            case "Address" -> address = in.string();
            case "Secure" -> secure = in.bool();
            default -> in.skip();
          }
        }
      }
      return new Creator(
          new Mandate(accessKeyId, user, region),
          // An address in digits: nobody is asked for it.
          new HttpPeer(InetAddress.ofLiteral(address), secure));
    }
  }
}
