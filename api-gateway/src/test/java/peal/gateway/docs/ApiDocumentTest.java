package peal.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import peal.testkit.contract.ApiContract;
import peal.testkit.contract.Operation;

class ApiDocumentTest {
  private static final JsonNode DOCUMENT = ApiDocument.read();
  private static final ApiContract CONTRACT = new ApiContract(DOCUMENT);

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> broken = new ArrayList<>();
    references(DOCUMENT).stream()
        .filter(reference -> DOCUMENT.at(reference.substring(1)).isMissingNode())
        .forEach(broken::add);

    assertThat(broken).isEmpty();
  }

  @Test
  void everyComponentIsUsed() {
    Set<String> used = new HashSet<>(references(DOCUMENT));

    List<String> idle = new ArrayList<>();
    for (String kind : List.of("schemas", "responses", "parameters", "headers", "requestBodies")) {
      DOCUMENT
          .path("components")
          .path(kind)
          .fieldNames()
          .forEachRemaining(name -> {
            String reference = "#/components/" + kind + "/" + name;
            if (!used.contains(reference)) {
              idle.add(reference);
            }
          });
    }

    assertThat(idle).isEmpty();
  }

  @Test
  void everyOperationHasAnIdOfItsOwnASummaryAndATag() {
    List<Operation> operations = CONTRACT.operations();

    assertThat(operations).extracting(Operation::id).doesNotHaveDuplicates();
    assertThat(operations)
        .allSatisfy(operation -> {
          assertThat(operation.json().path("summary").asText()).isNotEmpty();
          assertThat(DOCUMENT.path("tags").findValuesAsText("name"))
              .contains(operation.json().path("tags").path(0).asText());
        });
  }

  @Test
  void everySchemaIsASchema() {
    var meta =
        SchemaRegistry.withDialect(Dialects.getDraft202012())
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    for (Map.Entry<String, JsonNode> schema :
        DOCUMENT.path("components").path("schemas").properties()) {
      assertThat(meta.validate(schema.getValue().toString(), InputFormat.JSON))
          .as(schema.getKey())
          .isEmpty();
    }
  }

  private static List<String> references(JsonNode node) {
    List<String> found = new ArrayList<>(node.findValuesAsText("$ref"));
    return found;
  }
}
