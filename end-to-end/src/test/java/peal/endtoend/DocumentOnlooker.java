package peal.endtoend;

import peal.gateway.docs.ApiDocument;
import peal.testkit.api.Exchange;
import peal.testkit.api.Onlooker;
import peal.testkit.contract.ApiContract;

/**
 * Holds everything that any test here sends and gets against the API's document. It is named in
 * {@code META-INF/services}, so that no test can forget it.
 */
public final class DocumentOnlooker implements Onlooker {
  static final ApiContract CONTRACT = new ApiContract(ApiDocument.read());

  @Override
  public void saw(Exchange exchange) {
    CONTRACT.check(exchange);
  }
}
