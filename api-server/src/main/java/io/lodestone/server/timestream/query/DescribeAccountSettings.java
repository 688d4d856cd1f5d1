package io.lodestone.server.timestream.query;

import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import java.io.IOException;

/** Tells the settings of the account. */
final class DescribeAccountSettings implements Operation {
  private final KeptSettings settings;

  DescribeAccountSettings(KeptSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "DescribeAccountSettings";
  }

  @Override
  public Reply handle(Call call) {
    call.read(DescribeAccountSettings::skip);
    return new AccountSettingsReply(settings.current());
  }

  private static Boolean skip(JsonReader in) throws IOException {
    if (in.beginObject()) {
      while (in.nextMember()) {
        in.skip();
      }
    }
    return true;
  }
}
