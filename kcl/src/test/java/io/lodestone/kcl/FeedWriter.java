package io.lodestone.kcl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Makes changes: each round gives every series one more. Changes 2n and 2n+1 of a series are a new
 * point and its replacement by a higher version. The client of Timestream does not exist for the
 * SDK that the library brings, hence plain requests, signed by that SDK. One thread.
 */
final class FeedWriter {
  static final String DATABASE = "plant";
  static final String TABLE = "sensors";
  static final int SERIES = 40;

  private final URI url;
  private final AwsCredentialsIdentity identity;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final long start = System.currentTimeMillis();
  private final AtomicInteger rounds = new AtomicInteger();
  private volatile int failures;
  private volatile boolean uncertain;

  FeedWriter(URI url, AwsCredentialsProvider credentials) {
    this.url = url;
    this.identity = credentials.resolveCredentials();
  }

  void createTable() throws Exception {
    require(call("CreateDatabase", "{\"DatabaseName\":\"" + DATABASE + "\"}"));
    require(
        call(
            "CreateTable",
            "{\"DatabaseName\":\"" + DATABASE + "\",\"TableName\":\"" + TABLE + "\"}"));
  }

  /** Rounds that were written: as many changes has each series. Any thread. */
  int rounds() {
    return rounds.get();
  }

  /** Requests that had to be sent again because the server was not there. */
  int failures() {
    return failures;
  }

  /**
   * Writes the next round, or the last one again when its answer was lost: if it was stored, that
   * changes nothing.
   */
  void writeRound() throws InterruptedException {
    String body = body(rounds.get());
    try {
      require(call("WriteRecords", body));
      rounds.incrementAndGet();
      uncertain = false;
    } catch (IOException e) {
      failures++;
      uncertain = true;
    }
  }

  /** Whether nobody knows if the server has the last round. */
  boolean isUncertain() {
    return uncertain;
  }

  private String body(int round) {
    StringBuilder text = new StringBuilder(8_192);
    text.append("{\"DatabaseName\":\"").append(DATABASE).append("\",\"TableName\":\"");
    text.append(TABLE).append("\",\"CommonAttributes\":{\"MeasureName\":\"state\",");
    text.append("\"MeasureValueType\":\"MULTI\",\"Time\":\"").append(start + round / 2);
    text.append("\",\"Version\":").append(1 + round % 2);
    text.append(",\"MeasureValues\":[{\"Name\":\"number\",\"Type\":\"BIGINT\",\"Value\":\"");
    text.append(round).append("\"}]},\"Records\":[");
    for (int series = 0; series < SERIES; series++) {
      text.append(series == 0 ? "" : ",");
      text.append("{\"Dimensions\":[{\"Name\":\"sensor\",\"Value\":\"s").append(series);
      text.append("\"}]}");
    }
    return text.append("]}").toString();
  }

  private HttpResponse<String> call(String operation, String body)
      throws IOException, InterruptedException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest plain =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(url.resolve("/"))
            .putHeader("X-Amz-Target", "Timestream_20181101." + operation)
            .putHeader("Content-Type", "application/x-amz-json-1.0")
            .build();
    SignedRequest signed =
        signer.sign(
            request ->
                request
                    .identity(identity)
                    .request(plain)
                    .payload(() -> new ByteArrayInputStream(bytes))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "timestream")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve("/"))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
    signed
        .request()
        .forEachHeader(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Host")) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void require(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
    }
  }
}
