from . import customer_page, customer_page_answer, customer_page_payment
