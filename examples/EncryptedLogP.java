///usr/bin/env jbang "$0" "$@" ; exit $?
// One file for JBang, once the libraries are in a repository that it sees (mvn install):
//   jbang examples/EncryptedLogP.java CCO "CC(=O)Oc1ccccc1C(=O)O"
// Without JBang: java -cp "$(cat chemxor-cli/target/dependencies.classpath)" examples/EncryptedLogP.java CCO
//JAVA 17+
//REPOS mavenlocal,mavencentral
//DEPS org.chemxor:chemxor-bom:0.1.0-SNAPSHOT@pom
//DEPS org.chemxor:chemxor-data
//DEPS org.chemxor:chemxor-models
//DEPS org.chemxor:chemxor-fhe
//DEPS org.slf4j:slf4j-nop:2.0.17
//JAVA_OPTIONS --add-modules jdk.incubator.vector

import java.util.List;
import java.util.Locale;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.split.DataSplit;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.program.Plan;
import org.chemxor.models.quadratic.QuadraticTraining;

/** Predicts the logP of molecules under encryption; the model learns from the drugs that come with the library. */
public class EncryptedLogP {
  public static void main(String[] smiles) {
    if (smiles.length == 0) {
      System.err.println("usage: EncryptedLogP SMILES...");
      System.exit(2);
    }
    var images = GridFingerprintFeaturiser.standard();
    var split = DataSplit.random(DrugSet.load().samples(images), 7);
    var model = QuadraticTraining.regression().fit(split.train(), split.validate());
    try (FheModel encrypted = FheModel.wrap(model.network(), Plan.singleRound())) {
      for (String molecule : List.of(smiles)) {
        double answer = encrypted.evaluate(images.image(molecule)).outputs().get(0);
        System.out.printf(Locale.ROOT, "%s logP %.2f%n", molecule, answer);
      }
    }
  }
}
