# Some of the messages. The others are in English on the pages in Arabic.
skip-to-content = انتقل إلى المحتوى
home = الرئيسية
agenda-title = البرنامج
contacts-title = اتصل بنا
tracks-title = المواضيع
phone = الهاتف
kind-keynote = كلمة رئيسية
