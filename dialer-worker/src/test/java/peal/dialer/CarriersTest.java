package peal.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.CarrierAdapter;
import peal.dialer.carrier.WebhookReader;
import peal.dialer.seal.SealingKeys;
import peal.service.Settings;

/** The file that names further carriers. */
class CarriersTest {
  private static final String TWILIO =
      """
      {"carriers": [
        {"id": "twilio", "kind": "twilio",
         "settings": {"account": "AC1", "password": "${TOKEN}", "twiml": "<Response/>"}},
        {"id": "platform", "kind": "HTTP", "callsPerSecond": 20,
         "settings": {"url": "http://127.0.0.1:1", "secret": "a-secret-of-sixteen", "idempotent": false}}
      ]}\
      """;

  @TempDir Path folder;

  private List<CarrierAdapter> read(String text, Map<String, String> more) throws IOException {
    Path file = Files.writeString(folder.resolve("carriers.json"), text);
    Map<String, String> environment = new HashMap<>(more);
    environment.put("PEAL_CARRIERS_FILE", file.toString());
    return Carriers.read(Settings.read(DialerConfig.class, environment), environment, report -> {});
  }

  @Test
  void eachHasItsPaceItsPromiseAndItsWebhooks() throws IOException {
    List<CarrierAdapter> carriers =
        read(TWILIO, Map.of("TOKEN", "t", "PEAL_PUBLIC_URL", "https://peal.example.com"));

    assertThat(carriers)
        .extracting(CarrierAdapter::id, CarrierAdapter::callsPerSecond)
        .containsExactly(tuple("twilio", 1.0), tuple("platform", 20.0));
    assertThat(carriers)
        .extracting(carrier -> carrier.calls().once())
        .containsOnly(new Carrier.Once.Never());
    assertThat(Carriers.readers(carriers))
        .containsOnlyKeys("/carriers/twilio/webhooks", "/carriers/platform/webhooks");
    carriers.forEach(carrier -> carrier.calls().close());
  }

  @Test
  void aSealedCredentialIsOpenedForItsCarrier() throws IOException {
    Path keys = folder.resolve("keys");
    SealingKeys.add(keys);
    Map<String, String> environment =
        Map.of(
            "TOKEN", "t",
            "PEAL_PUBLIC_URL", "https://peal.example.com",
            "PEAL_CARRIER_KEYS_FILE", keys.toString());
    // Too short to be taken, and so seen to have been opened.
    String ofPlatform = SealingKeys.read(keys).seal("platform", "short");
    String ofTwilio = SealingKeys.read(keys).seal("twilio", "a-secret-of-sixteen");

    assertThatThrownBy(() -> read(TWILIO.replace("a-secret-of-sixteen", ofPlatform), environment))
        .hasMessageContaining("carrier 'platform'.settings.secret");
    assertThatThrownBy(() -> read(TWILIO.replace("a-secret-of-sixteen", ofTwilio), environment))
        .hasMessageContaining("carrier 'platform' has a sealed text")
        .hasMessageContaining("for another carrier");
    assertThatThrownBy(
            () -> read(TWILIO.replace("a-secret-of-sixteen", ofPlatform), Map.of("TOKEN", "t")))
        .hasMessageContaining("PEAL_CARRIER_KEYS_FILE names no keys");
  }

  @Test
  void aBotThatHasASecretHasAnAddressOfItsOwn() throws IOException {
    List<CarrierAdapter> carriers =
        read(
            TWILIO.replace(
                "\"kind\": \"twilio\",",
                "\"kind\": \"twilio\", \"botSecret\": \"of-the-bot-alone\","),
            Map.of("TOKEN", "t", "PEAL_PUBLIC_URL", "https://peal.example.com"));

    assertThat(Carriers.readers(carriers)).containsKey("/carriers/twilio/results");
    carriers.forEach(carrier -> carrier.calls().close());
  }

  @Test
  void aPlatformsBotTellsByThePlatformsCallbacks() {
    assertThatThrownBy(() ->
            read(
                TWILIO.replace(
                    "\"kind\": \"HTTP\",",
                    "\"kind\": \"HTTP\", \"botSecret\": \"of-the-bot-alone\","),
                Map.of("TOKEN", "t", "PEAL_PUBLIC_URL", "https://peal.example.com")))
        .hasMessageContaining("carrier 'platform'.botSecret is for the kinds");
  }

  @Test
  void aSecretThatEveryoneKnowsOrGuessesIsRefusedWhereOthersReachUs() {
    for (String secret : List.of("practice-only", "x")) {
      assertThatThrownBy(() ->
              read(
                  TWILIO.replace("a-secret-of-sixteen", secret),
                  Map.of("TOKEN", "t", "PEAL_PUBLIC_URL", "https://peal.example.com")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("carrier 'platform'.settings.secret");
    }
  }

  @Test
  void noFileIsNoCarriers() {
    assertThat(Carriers.read(Settings.read(DialerConfig.class, Map.of()), Map.of(), report -> {}))
        .isEmpty();
  }

  @Test
  void webhooksNeedAnAddress() {
    assertThatThrownBy(() -> read(TWILIO, Map.of("TOKEN", "t")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PEAL_PUBLIC_URL")
        .hasMessageContaining("carrier 'twilio'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "peal.example.com",
        "ftp://peal.example.com",
        "https:/peal.example.com",
        "https://peal.example.com?x",
        "https://peal.example.com/#x"
      })
  void anAddressThatNobodyCanPostToIsRefused(String url) {
    assertThatThrownBy(() -> read(TWILIO, Map.of("TOKEN", "t", "PEAL_PUBLIC_URL", url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PEAL_PUBLIC_URL, which must be as https://");
  }

  /** A second slash would be signed by Twilio, and refused. */
  @Test
  void aSlashTooManyIsLeftOut() throws Exception {
    List<CarrierAdapter> carriers =
        read(TWILIO, Map.of("TOKEN", "t", "PEAL_PUBLIC_URL", "https://peal.example.com/"));
    String query = "a=call_b-0-1%231&l=ws%2F0";
    String form = "CallSid=CA1&CallStatus=busy";
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec("t".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    String signed =
        "https://peal.example.com/carriers/twilio/webhooks?" + query + "CallSidCA1CallStatusbusy";
    String signature =
        Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));

    assertThat(
            Carriers.readers(carriers)
                .get("/carriers/twilio/webhooks")
                .read(
                    new WebhookReader.Webhook(
                        query, form.getBytes(StandardCharsets.UTF_8), header -> signature)))
        .hasSize(1);
    carriers.forEach(carrier -> carrier.calls().close());
  }

  @Test
  void aVariableThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> read(TWILIO.replace("TOKEN", "PEAL_NO_SUCH"), Map.of()))
        .hasMessageContaining("PEAL_NO_SUCH");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "no JSON; line 1",
        "[]; must be an object",
        "{}; no list 'carriers'",
        "{\"carriers\":[{\"id\":\"a b\",\"kind\":\"HTTP\"}]}; 'id' of 1-64",
        "{\"carriers\":[{\"id\":\"a\",\"kind\":\"FAX\"}]}; 'carriers.0.kind' of the wrong kind",
        "{\"carriers\":[{\"id\":\"a\",\"kind\":\"INSTANT\",\"x\":1}]}; knows no 'x'",
        "{\"carriers\":[{\"id\":\"a\",\"kind\":\"INSTANT\",\"callsPerSecond\":-1}]}; 0-10000",
        "{\"carriers\":[{\"id\":\"a\",\"kind\":\"INSTANT\"},{\"id\":\"a\",\"kind\":\"INSTANT\"}]};"
            + " two carriers 'a'",
        "{\"carriers\":[{\"id\":\"a\",\"kind\":\"TWILIO\"}]}; no object 'settings'",
        "{\"carriers\":[{\"id\":\"a\",\"kind\":\"TWILIO\",\"settings\":{\"account\":\"AC1\","
            + "\"password\":\"hush\"}}]}; either 'twiml' or 'answerUrl'",
        "{\"carriers\":[{\"id\":\"a\",\"kind\":\"TWILIO\",\"settings\":{\"account\":\"AC1\","
            + "\"password\":\"hush\",\"ringSeconds\":\"hush\"}}]}; 'ringSeconds' of the wrong kind"
      })
  void whatIsWrongIsSaidWithoutASecret(String text, String words) {
    assertThatThrownBy(() -> read(text, Map.of("PEAL_PUBLIC_URL", "https://peal.example.com")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("PEAL_CARRIERS_FILE")
        .hasMessageContaining(words)
        .hasMessageNotContaining("hush");
  }
}
