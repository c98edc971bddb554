import java.io.File;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Prints what is baked into a PNG or SVG, as the Java platform reads it. */
public class ReadBaked {
    public static void main(String[] args) throws Exception {
        StringBuilder out = new StringBuilder();
        if (args[0].endsWith(".png")) {
            png(new File(args[0]), args[1], out);
        } else {
            svg(new File(args[0]), args[1], args[2], out);
        }
        System.out.write(out.toString().getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    static void png(File file, String keyword, StringBuilder out) throws Exception {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file)) {
            reader.setInput(in);
            reader.read(0); // the pixels can be read too
            IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
            NodeList entries = root.getElementsByTagName("iTXtEntry");
            for (int i = 0; i < entries.getLength(); i++) {
                Element e = (Element) entries.item(i);
                if (e.getAttribute("keyword").equals(keyword)) {
                    out.append(e.getAttribute("text"));
                }
            }
        }
    }

    static void svg(File file, String namespace, String element, StringBuilder out) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document doc = factory.newDocumentBuilder().parse(file);
        NodeList found = doc.getElementsByTagNameNS(namespace, element);
        for (int i = 0; i < found.getLength(); i++) {
            Element e = (Element) found.item(i);
            out.append(e.hasAttribute("verify") ? e.getAttribute("verify") : e.getTextContent());
        }
    }
}
