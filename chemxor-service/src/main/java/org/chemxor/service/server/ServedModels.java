package org.chemxor.service.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.protocol.ModelDescription;

/** All models of a server, by name and by program, and what is said about them. Immutable. */
final class ServedModels {
  private final Map<String, ServedModel> models = new TreeMap<>();
  private final Map<String, ServedModel> programs = new TreeMap<>();
  private final Map<String, byte[]> descriptions = new TreeMap<>();

  /**
   * Describes each of them.
   *
   * @throws IllegalArgumentException when two have one name, or one names a batch model that is not
   *     among them
   */
  ServedModels(List<ServedModel> served) {
    for (ServedModel model : served) {
      ModelDescription description = model.describe();
      if (models.put(model.name(), model) != null) {
        throw new IllegalArgumentException("two models are called " + model.name());
      }
      descriptions.put(model.name(), description.toJson());
      programs.putIfAbsent(description.program(), model);
    }
    for (ServedModel model : served) {
      if (!model.batch().isEmpty() && !models.containsKey(model.batch())) {
        throw new IllegalArgumentException(
            model.name() + " names the batch model " + model.batch() + ", which is not served");
      }
    }
  }

  /** Under which a model's queries are counted: a batch's under the name of its model. */
  String budgetName(ServedModel model) {
    return models.values().stream()
        .filter(other -> other.batch().equals(model.name()))
        .map(ServedModel::name)
        .findFirst()
        .orElse(model.name());
  }

  /** The first model that has this program. */
  Optional<ServedModel> ofProgram(String id) {
    return Optional.ofNullable(programs.get(id));
  }

  /** The description of a model, as JSON; not to be changed. */
  Optional<byte[]> description(String name) {
    return Optional.ofNullable(descriptions.get(name));
  }

  /** Names and programs, as JSON: neither needs escaping. */
  byte[] list() {
    Set<String> batches =
        models.values().stream().map(ServedModel::batch).collect(Collectors.toSet());
    return models.values().stream()
        .map(
            model ->
                "{\"name\":\"%s\",\"program\":\"%s\",\"isBatch\":%s}"
                    .formatted(
                        model.name(),
                        Digests.hex(model.model().program().outline().id()),
                        batches.contains(model.name())))
        .collect(Collectors.joining(",", "{\"models\":[", "]}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The most bytes that a key set of any of them has. */
  long largestKeys() {
    return models.values().stream().mapToLong(KeysEndpoint::limit).max().orElseThrow();
  }

  /** The most bytes that a request of any of them has. */
  long largestStep() {
    return models.values().stream().mapToLong(StepEndpoint::largest).max().orElseThrow();
  }
}
