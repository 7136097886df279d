package dev.slipway.build.queue;

import dev.slipway.build.queue.Catalogue.Chosen;
import dev.slipway.build.source.Detection;
import dev.slipway.build.source.SourceUpload;
import dev.slipway.database.Database;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.BuilderDetection;
import dev.slipway.model.source.SourceTree;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at a source as the preparation of a build would, with the builders that are known now.
@Singleton
public class CatalogueDetection implements BuilderDetection {
    private final Database database;

    public CatalogueDetection(@Named("loops") Database database) {
        this.database = database;
    }

    @Override
    public Detected detect(SourceTree tree, String contextDir) {
        try {
            return detected(tree, contextDir);
        } catch (FailedBuild e) {
            if (e.reason() == FailureReason.InvalidContextDirectory) {
                throw e;
            }
            return new Detected(null, null, List.of("A build would fail: " + e.getMessage()));
        }
    }

    private Detected detected(SourceTree tree, String contextDir) {
        SourceUpload upload = SourceUpload.read(tree, contextDir);
        Catalogue catalogue = database.transaction(Catalogue::load);
        Detection.Decision decision = upload.decide(catalogue.candidates());
        Optional<String> directory = decision.directoryBelow(contextDir);
        if (directory.isPresent()) {
            return inDirectory(decision, detected(tree, directory.get()));
        }
        Optional<Detection.Detected> found = decision.detected();
        Optional<Chosen> chosen = found.map(one -> catalogue.choose(one.builder(), upload::wishedVersion));
        return new Detected(
                chosen.map(one -> one.builder().reference()).orElse(null),
                found.map(Detection.Detected::file).orElse(null),
                warnings(upload, decision, chosen.flatMap(Chosen::note)));
    }

    private static Detected inDirectory(Detection.Decision decision, Detected there) {
        List<String> warnings = new ArrayList<>(decision.notes());
        warnings.addAll(there.warnings());
        String file = decision.directory().orElseThrow() + "/" + there.decidingFile();
        return new Detected(there.builder(), there.builder() == null ? null : file, List.copyOf(warnings));
    }

    private static List<String> warnings(SourceUpload upload, Detection.Decision decision, Optional<String> note) {
        List<String> warnings = new ArrayList<>(note.stream().toList());
        if (decision.detected().isEmpty()) {
            warnings.add("No builder recognises the files in the root of the source: "
                    + FailureReason.NoBuilderDetected.next());
        }
        warnings.addAll(decision.notes());
        if (!upload.scripts().isEmpty()) {
            warnings.add("The source brings its own scripts: " + String.join(", ", upload.scripts()) + ".");
        }
        return List.copyOf(warnings);
    }
}
