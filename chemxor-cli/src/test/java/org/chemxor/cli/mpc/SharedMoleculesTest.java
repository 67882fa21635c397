package org.chemxor.cli.mpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Random;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Tensor;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.GridLayout;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.chemxor.mpc.compile.NetworkCompiler;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.compile.PlanOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code mpc predict} as a user types it, without the model at hand. */
class SharedMoleculesTest {
  private static final String ASPIRIN = "CC(=O)Oc1ccccc1C(=O)O";
  private static final int INPUTS = LoadedModel.STANDARD_INPUT.size();

  private final Network network = network();
  private final MoleculeFeaturiser own =
      GridFingerprintFeaturiser.standard().withLayout(GridLayout.natural());

  private static Network network() {
    Random random = new Random(20261130);
    double[] weights = random.doubles(8L * INPUTS, -0.5, 0.5).toArray();
    return Network.builder("molecules", LoadedModel.STANDARD_INPUT)
        .add("flatten", new Layer.Flatten())
        .add("hidden", new Layer.Linear(Tensor.of(weights, 8, INPUTS), Tensor.zeros(8)))
        .add("relu", new Layer.Relu())
        .add(
            "out",
            new Layer.Linear(Tensor.of(random.doubles(8, -1, 1).toArray(), 1, 8), Tensor.zeros(1)))
        .build();
  }

  private static String run(int expected, String... arguments) {
    StringWriter text = new StringWriter();
    CommandLine command = new CommandLine(new MpcCommand());
    command.setOut(new PrintWriter(text));
    command.setErr(new PrintWriter(text));
    assertThat(command.execute(arguments)).as(text.toString()).isEqualTo(expected);
    return text.toString();
  }

  private double plain(MoleculeFeaturiser featuriser) {
    return new ReferenceEvaluator(network).evaluate(featuriser.image(ASPIRIN).toArray())[0];
  }

  @Test
  void imagesAreMadeAsTheModelOwnerSaysAndNotOtherwise(@TempDir Path folder) throws Exception {
    Path model = folder.resolve("model");
    TrainedModel.of(network, ModelInfo.of(Task.REGRESSION).withFeaturiser(own.toJson()))
        .save(model);
    Path other = folder.resolve("standard.json");
    GridFingerprintFeaturiser.standard().save(other);
    Path json = folder.resolve("result.json");
    try (RoleProcess dealer = RoleProcess.start("dealer", "--port", "0");
        RoleProcess owner =
            RoleProcess.start(
                "model-owner",
                "--port",
                "0",
                "--model",
                model.toString(),
                "--dealer",
                dealer.address())) {
      String[] predict = {
        "predict",
        "--smiles",
        ASPIRIN,
        "--model-owner",
        owner.address(),
        "--dealer",
        dealer.address(),
        "--json",
        json.toString()
      };
      run(0, predict);
      double score =
          new ObjectMapper()
              .readTree(json.toFile())
              .at("/predictions/0/scores/0")
              .asDouble(Double.NaN);
      assertThat(score).isCloseTo(plain(own), within(0.01));
      assertThat(Math.abs(plain(GridFingerprintFeaturiser.standard()) - plain(own)))
          .as("the test tells the two apart")
          .isGreaterThan(0.1);
      String[] refused = java.util.Arrays.copyOf(predict, predict.length + 2);
      refused[predict.length] = "--featuriser";
      refused[predict.length + 1] = other.toString();
      assertThat(run(1, refused)).contains("with other settings than those of --featuriser");
    }
  }

  @Test
  void withoutSettingsFromEitherSideNothingIsPredicted() {
    Plan plan = NetworkCompiler.compile(network, PlanOptions.DEFAULT).plan();
    assertThatThrownBy(() -> SharedPredictCommand.featuriser(plan, null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--featuriser FILE");
    assertThat(SharedPredictCommand.featuriser(plan, own)).isEqualTo(own);
    assertThat(SharedPredictCommand.featuriser(plan.withFeaturiser(own.toJson()), null))
        .isEqualTo(own);
    assertThatThrownBy(
            () -> SharedPredictCommand.featuriser(plan.withFeaturiser("{\"featuriser\":7}"), null))
        .isInstanceOf(InvalidInputException.class);
  }
}
