//! Small real media for attachments and profile pictures.

use std::borrow::Cow;

/// A file and its content type.
pub(crate) struct Media {
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Cow<'static, [u8]>,
}

/// Names of the built-in files.
pub(crate) const BUILT_IN: &[&str] = &[
    "loaf.jpg",
    "cake.png",
    "voice.wav",
    "clip.mp4",
    "clip.webm",
    "menu.pdf",
];

/// The built-in file of that name.
pub(crate) fn built_in(name: &str) -> Option<Media> {
    let (content_type, bytes): (_, &'static [u8]) = match name {
        "loaf.jpg" => ("image/jpeg", include_bytes!("../media/loaf.jpg")),
        "cake.png" => ("image/png", include_bytes!("../media/cake.png")),
        "voice.wav" => ("audio/wav", include_bytes!("../media/voice.wav")),
        "clip.mp4" => ("video/mp4", include_bytes!("../media/clip.mp4")),
        "clip.webm" => ("video/webm", include_bytes!("../media/clip.webm")),
        "menu.pdf" => {
            return Some(Media {
                content_type: "application/pdf",
                bytes: Cow::Owned(menu()),
            });
        }
        _ => return None,
    };
    Some(Media {
        content_type,
        bytes: Cow::Borrowed(bytes),
    })
}

/// One of the six faces used as profile pictures.
pub(crate) fn face(number: u64) -> &'static [u8] {
    match number % 6 {
        0 => include_bytes!("../media/face-1.jpg"),
        1 => include_bytes!("../media/face-2.jpg"),
        2 => include_bytes!("../media/face-3.jpg"),
        3 => include_bytes!("../media/face-4.jpg"),
        4 => include_bytes!("../media/face-5.jpg"),
        _ => include_bytes!("../media/face-6.jpg"),
    }
}

/// The file an attachment of this type shows unless another is named.
pub(crate) fn default_for(kind: &str) -> &'static str {
    match kind {
        "video" | "ig_reel" | "reel" => "clip.mp4",
        "audio" => "voice.wav",
        "file" => "menu.pdf",
        "story_mention" | "ig_story" => "cake.png",
        _ => "loaf.jpg",
    }
}

/// A one-page PDF, assembled so that its cross-reference table is right.
fn menu() -> Vec<u8> {
    let words =
        "BT /F1 24 Tf 60 740 Td (Bakery Test) Tj 0 -40 Td (Sourdough 5.20  Rye 4.80  Rolls 0.60) Tj ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{words}\nendstream", words.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (place, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", place + 1));
    }
    let start = pdf.len();
    let count = objects.len() + 1;
    pdf.push_str(&format!(
        "xref\n0 {count}\n{table}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ));
    pdf.into_bytes()
}
