package io.lodestone.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "1", "00000000000", "0000000000000", "00000000000a", "٠٠٠٠٠٠٠٠٠٠٠٠"})
  void hasTwelveDigits(String text) {
    assertThrows(IllegalArgumentException.class, () -> new AccountId(text));
  }

  @Test
  void isThatOfEveryCaller() {
    AccountId account = new AccountId("123456789012");
    HttpRequest request = new HttpRequest("POST", "/", HttpHeaders.EMPTY, new byte[0]);

    assertEquals(account, new UnverifiedAccess(account).authenticate(request, "any").account());
  }
}
