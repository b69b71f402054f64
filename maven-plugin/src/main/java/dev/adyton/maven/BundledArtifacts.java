package dev.adyton.maven;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.project.DefaultDependencyResolutionRequest;
import org.apache.maven.project.DependencyResolutionException;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.collection.DependencyCollectionContext;
import org.eclipse.aether.collection.DependencySelector;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;

/**
 * Which of a project's artifacts go into its image: those that it needs at run time, without what the runtime provides and what
 * nothing but that needs.
 *
 * <p>The trail that Maven records for an artifact is only the nearest of the ways to it, so it cannot tell whether another library
 * needs it too. Hence the dependencies are collected once more as if the provided artifacts did not exist; what is still reached is
 * needed for its own sake. Versions stay those of the project.
 */
final class BundledArtifacts {
    private final ProjectDependenciesResolver resolver;

    BundledArtifacts(ProjectDependenciesResolver resolver) {
        this.resolver = resolver;
    }

    /** The artifacts, sorted by coordinates; the project must have been resolved for run time. */
    List<Artifact> of(MavenProject project, RepositorySystemSession session) throws DependencyResolutionException {
        var reached = new HashSet<String>();
        collect(graph(project, session), reached);
        return project.getArtifacts().stream()
                .filter(BundledArtifacts::isAtRuntime)
                .filter(artifact -> artifact.getArtifactHandler().isAddedToClasspath())
                .filter(artifact -> reached.contains(artifact.getGroupId() + ":" + artifact.getArtifactId()))
                .sorted(Comparator.comparing(Artifact::getId))
                .toList();
    }

    private static boolean isAtRuntime(Artifact artifact) {
        return Artifact.SCOPE_COMPILE.equals(artifact.getScope()) || Artifact.SCOPE_RUNTIME.equals(artifact.getScope());
    }

    private DependencyNode graph(MavenProject project, RepositorySystemSession session)
            throws DependencyResolutionException {
        var withoutProvided = new DefaultRepositorySystemSession(session);
        withoutProvided.setDependencySelector(new WithoutProvided(session.getDependencySelector()));
        var request = new DefaultDependencyResolutionRequest(project, withoutProvided);
        // Only the graph is wanted: the files of the project's artifacts are there already.
        request.setResolutionFilter((node, parents) -> false);
        return resolver.resolve(request).getDependencyGraph();
    }

    private static void collect(DependencyNode node, Set<String> reached) {
        for (var child : node.getChildren()) {
            var scope = child.getDependency().getScope();
            if (scope.equals(Artifact.SCOPE_COMPILE) || scope.equals(Artifact.SCOPE_RUNTIME)) {
                reached.add(child.getArtifact().getGroupId() + ":"
                        + child.getArtifact().getArtifactId());
                collect(child, reached);
            }
        }
    }

    /** What Maven selects, less the provided artifacts and so all that is below them. */
    private record WithoutProvided(DependencySelector maven) implements DependencySelector {
        @Override
        public boolean selectDependency(Dependency dependency) {
            var artifact = dependency.getArtifact();
            return !RuntimeProvided.has(artifact.getGroupId(), artifact.getArtifactId())
                    && maven.selectDependency(dependency);
        }

        @Override
        public DependencySelector deriveChildSelector(DependencyCollectionContext context) {
            return new WithoutProvided(maven.deriveChildSelector(context));
        }
    }
}
