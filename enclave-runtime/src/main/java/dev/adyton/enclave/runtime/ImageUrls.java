package dev.adyton.enclave.runtime;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * URLs of an image's content, {@code adyton:/NAME/lib/x.jar!/path/in/jar}. They carry their handler, so they can be read and resolved
 * against wherever they are handed on to, as long as the class loader is open; made from text they mean nothing.
 */
final class ImageUrls extends URLStreamHandler {
    private static final String SCHEME = "adyton";
    private static final String IN_JAR = "!/";

    private final String imageName;
    private final ImageClassLoader loader;

    ImageUrls(String imageName, ImageClassLoader loader) {
        this.imageName = imageName;
        this.loader = loader;
    }

    URL ofJar(ImageJar jar) {
        return url(jar.path());
    }

    URL ofFile(ImageJar jar, JarEntry entry) {
        return url(jar.path() + IN_JAR + entry.name());
    }

    @Override
    protected URLConnection openConnection(URL url) {
        return new Connection(url);
    }

    private URL url(String path) {
        try {
            return URL.of(new URI(SCHEME, null, "/" + imageName + "/" + path, null), this);
        } catch (URISyntaxException | MalformedURLException e) {
            throw new IllegalStateException("no URL for " + path, e);
        }
    }

    private byte[] read(URL url) throws IOException {
        var path = decodedPath(url);
        int begin = imageName.length() + 2;
        int inJar = path.indexOf(IN_JAR);
        if (inJar > begin) {
            var jarPath = path.substring(begin, inJar);
            var name = path.substring(inJar + IN_JAR.length());
            for (var jar : loader.jars()) {
                var entry = jar.path().equals(jarPath) ? jar.find(name) : null;
                if (entry != null) {
                    return jar.read(entry);
                }
            }
        }
        throw new FileNotFoundException(
                url + " is not in the image" + (loader.jars().isEmpty() ? ", which is closed" : ""));
    }

    private static String decodedPath(URL url) throws IOException {
        try {
            return url.toURI().getPath();
        } catch (URISyntaxException e) {
            throw new IOException("URL " + url + " is malformed", e);
        }
    }

    private final class Connection extends URLConnection {
        private byte @Nullable [] content;

        Connection(URL url) {
            super(url);
        }

        @Override
        public void connect() throws IOException {
            content();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new ByteArrayInputStream(content());
        }

        @Override
        public long getContentLengthLong() {
            try {
                return content().length;
            } catch (IOException e) {
                // The method's way to say "not known"; reading the stream gives the reason.
                return -1;
            }
        }

        @Override
        public int getContentLength() {
            return (int) getContentLengthLong();
        }

        @Override
        public String getContentType() {
            var guess = guessContentTypeFromName(url.getFile());
            return guess == null ? "content/unknown" : guess;
        }

        private byte[] content() throws IOException {
            var known = content;
            if (known == null) {
                known = read(url);
                content = known;
                connected = true;
            }
            return known;
        }
    }
}
