package peal.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideAddressTest {
  private static final OutsideAddress OUTSIDE = new OutsideAddress(false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:0a00:0001::1",
        "2001:db8::1",
        "2001:0:1::1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "ff02::1",
        "localhost"
      })
  void whatIsNotOfTheOpenInternetIsNotCalled(String host) {
    assertThatThrownBy(() -> OUTSIDE.resolve(host)).isInstanceOf(UnknownHostException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "93.184.215.14",
        "100.128.0.1",
        "172.32.0.1",
        "192.167.0.1",
        "223.255.255.1",
        "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
        "2002:5db8:d70e::1"
      })
  void whatIsOfItIs(String host) throws Exception {
    assertThat(OUTSIDE.resolve(host)).hasSize(1);
  }

  @Test
  void anOperatorMayAllowAllOfThem() throws Exception {
    OutsideAddress anywhere = new OutsideAddress(true);

    assertThat(anywhere.resolve("127.0.0.1")).containsExactly(InetAddress.getByName("127.0.0.1"));
    assertThat(anywhere.wrongIn("http://127.0.0.1:8000/x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://crm.example.com/",
        "ftp://crm.example.com/",
        "https:///x",
        "https://user:word@crm.example.com/",
        "https://crm.example.com/#part",
        "https://my_host/",
        "crm.example.com",
        "https://a b/",
        ""
      })
  void addressesThatCannotBeMeantAreRefused(String url) {
    assertThat(OUTSIDE.wrongIn(url)).isPresent();
  }
}
