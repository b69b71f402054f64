package dev.adyton.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;

/** Remembers what was attached. */
final class FakeProjectHelper implements MavenProjectHelper {
    /** Type and file of each artifact. */
    final List<String> attached = new ArrayList<>();

    @Override
    public void attachArtifact(MavenProject project, String type, File file) {
        attached.add(type + " " + file.getName());
    }

    @Override
    public void attachArtifact(MavenProject project, File file, String classifier) {
        throw new AssertionError();
    }

    @Override
    public void attachArtifact(MavenProject project, String type, String classifier, File file) {
        throw new AssertionError();
    }

    @Override
    public void addResource(MavenProject project, String directory, List<String> includes, List<String> excludes) {
        throw new AssertionError();
    }

    @Override
    public void addTestResource(MavenProject project, String directory, List<String> includes, List<String> excludes) {
        throw new AssertionError();
    }
}
