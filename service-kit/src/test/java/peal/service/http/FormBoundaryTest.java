package peal.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormBoundaryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multipart/form-data; boundary=abc|abc",
        "multipart/form-data;boundary=abc; charset=utf-8|abc",
        "multipart/form-data; Boundary=abc|abc",
        "Multipart/Form-Data; charset=utf-8; BOUNDARY=abc|abc",
        "multipart/form-data; boundary=\"a b c\"|a b c",
        "multipart/form-data; boundary=\"a;b=c\"|a;b=c",
        "multipart/form-data; boundary=----=_Part_0_1.2|----=_Part_0_1.2",
        "multipart/form-data; type=\"text/xml; boundary=no\"; boundary=--=a=; charset=utf-8|--=a=",
        "multipart/form-data; boundary=\"a\\\\b\"|a\\b",
        "multipart/form-data; Boundary=\"a'(b)+_,-./:=?c\"|a'(b)+_,-./:=?c"
      })
  void aBoundaryIsFoundHoweverItIsWritten(String contentType, String boundary) {
    assertThat(FormBoundary.of(contentType)).contains(boundary);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/csv; boundary=abc",
        "multipart/form-data",
        "multipart/form-data; boundary",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\" \"",
        "multipart/form-data; boundary=\"",
        "multipart/form-data; boundary=\"abc",
        "multipart/form-data; boundary=\"abc\\",
        "multipart/form-data; boundary=\"abc; charset=utf-8",
        "multipart/form-data; boundary=\"abc\"d"
      })
  void whereThereIsNoneThereIsNone(String contentType) {
    assertThat(FormBoundary.of(contentType)).isEmpty();
  }

  @Test
  void oneThatIsFarTooLongIsNone() {
    assertThat(FormBoundary.of("multipart/form-data; boundary=" + "x".repeat(201))).isEmpty();
    assertThat(FormBoundary.of(null)).isEmpty();
  }
}
